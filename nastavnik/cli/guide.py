"""The text of `nastavnik help`."""

from __future__ import annotations

from django.core.management import get_commands
from django.utils.translation import gettext as _

OURS = "nastavnik.cli"


def text() -> str:
    lines = [_("nastavnik COMMAND [OPTIONS]. More about one: nastavnik help COMMAND"), ""]
    commands = sorted({**_pure(), **_of_the_product(), **_of_the_framework()}.items())
    width = max(len(name) for name, _summary in commands)
    return "\n".join(lines + [f"  {name:<{width}}  {summary}" for name, summary in commands])


def _pure() -> dict[str, str]:
    return {
        "deadlines read IN.tsv": _("reads the deadlines of a table into schedules"),
        "disclose TABLE.csv": _("hides the counts of a table that give small numbers away"),
        "inflect IN.tsv": _("puts names, posts and organisations of a table into cases"),
        "roadmap read FILE": _("reads a road map into JSON"),
    }


def _of_the_product() -> dict[str, str]:
    from nastavnik.cli.django_side import command

    names = [name for name, home in get_commands().items() if home == OURS]
    return {name: str(command(name).help) for name in names}


def _of_the_framework() -> dict[str, str]:
    """The few commands of Django that whoever runs the product needs."""
    return {
        "migrate": _("brings the database to this version of the program"),
        "check": _("checks the settings and the installation"),
        "collectstatic": _("gathers the static files of the site"),
    }
