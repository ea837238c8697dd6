"""The deeds on the two bases in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "participation.entered": _("People were taken into the base"),
    "participation.entered_back": _("The taking of people into the base was undone"),
    "representation.added": _("A legal representative was written down"),
    "representation.ended": _("A legal representative stands for the child no longer"),
    "representation.open_again": _("The end of a legal representation was undone"),
    "care.begun": _("A person was put into the care of a psychologist"),
    "care.ended": _("The care of a psychologist ended"),
    "group.added": _("Classes were added"),
    "group.closed": _("A class was closed"),
    "group.open_again": _("A class was opened again"),
    "people_settings.changed": _("The rules of the bases were changed"),
    "base.exported": _("A base was taken out as a file"),
    "base.export_refused": _("Taking a base out was refused: too many people in a day"),
    "staff_card.added": _("Somebody who answers for mentoring was added"),
    "staff_card.changed": _("The card of somebody who answers for mentoring was changed"),
    "staff_card.ended": _("Somebody answers for mentoring no longer"),
    "staff_card.open_again": _("The end of a duty was undone"),
    "staff_card.exported": _("The register of those who answer for mentoring was exported"),
}
