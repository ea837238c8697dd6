"""How the journal words the deeds on counts of categories and measures of accessibility."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "category.counted": _("Numbers of categories were typed in"),
    "category.taken_back": _("Numbers of categories were taken back"),
    "category.removed": _("A number of a category was removed"),
    "category.brought_back": _("A number of a category stands again"),
    "access.added": _("A measure of accessibility was added"),
    "access.taken_over": _("Ready-made measures of accessibility were taken over"),
    "access.changed": _("A measure of accessibility was changed"),
    "access.done": _("A measure of accessibility was carried out"),
    "access.reopened": _("A measure of accessibility is to be carried out again"),
    "access.removed": _("A measure of accessibility was removed"),
    "access.brought_back": _("A measure of accessibility stands again"),
}
