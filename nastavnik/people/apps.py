from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "nastavnik.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions
        from nastavnik.people import (
            actions_bases,
            actions_city,
            actions_consents,
            actions_counts,
            actions_data,
            actions_intake,
            actions_partners,
            actions_readiness,
            measures,  # noqa: F401 - declares the figures of people
            measures_counts,  # noqa: F401 - declares the figures of categories
            notices,  # noqa: F401 - registers its kinds of notice
            notices_bases,  # noqa: F401 - registers its kinds of notice
            notices_city,  # noqa: F401 - registers its kinds of notice
            notices_data,  # noqa: F401 - registers its kinds of notice
            notices_partners,  # noqa: F401 - registers its kinds of notice
            notices_readiness,  # noqa: F401 - registers its kind of notice
            tasks_consents,  # noqa: F401 - registers the jobs of consents
            tasks_data,  # noqa: F401 - registers its work
            tasks_intake,  # noqa: F401 - registers the jobs of loaded tables
            tasks_partners,  # noqa: F401 - registers what the clock does to partners
            tasks_readiness,  # noqa: F401 - registers what the clock does to checks
        )

        name_actions(actions_bases.ACTIONS)
        name_actions(actions_city.ACTIONS)
        name_actions(actions_consents.ACTIONS)
        name_actions(actions_counts.ACTIONS)
        name_actions(actions_data.ACTIONS)
        name_actions(actions_partners.ACTIONS)
        name_actions(actions_readiness.ACTIONS)
        name_actions(actions_intake.ACTIONS)
        name_actions(
            {
                "person.viewed": _("The card of a person was looked at"),
                "person.listed": _("A list of people was looked at"),
                "person.added": _("A person was added to the base"),
                "participation.added": _("A person was put into the base of a year"),
                "participation.changed": _("What a base says of a person was changed"),
                "participation.left": _("A person left the base of a year"),
                "participation.came_back": _("A person came back into the base of a year"),
                "person.changed": _("The card of a person was changed"),
            }
        )
