"""What the journal says of loaded tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "person.intake_begun": _("A table of people was loaded"),
    "person.intake_columns": _("The columns of a table were chosen"),
    "person.intake_groups": _("Classes of a table were added"),
    "person.intake_accepted": _("A table was taken into the base"),
    "person.intake_undone": _("A table was taken back out of the base"),
    "person.intake_discarded": _("A table was put aside"),
    "person.intake_listed": _("Rows of a loaded table were looked at"),
}
