"""The names of deeds in words. Each app declares its own when it is ready; an unnamed one shows its code."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_labels: dict[str, str | Promise] = {
    "audit.verified": _("The journal was checked"),
    "access.refused": _("Access was refused"),
    "export": _("A list was exported"),
    "setting.changed": _("A setting was changed"),
}


def name_actions(labels: Mapping[str, str | Promise]) -> None:
    """Declare what ``labels`` (action → sentence) mean on timelines; called from ``apps.ready``."""
    _labels.update(labels)


def label_of(action: str) -> str:
    return str(_labels.get(action, action))


def known_actions() -> dict[str, str]:
    """Action → its words, for the filter of the journal."""
    return {action: str(words) for action, words in sorted(_labels.items())}
