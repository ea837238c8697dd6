"""How the journal words what happens in the base of the city."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "city.shown": _("Cards of mentors were shown in the base of the city"),
    "city.removed": _("Cards of mentors left the base of the city"),
    "mentor_ask.sent": _("A mentor of another organisation was asked for"),
    "mentor_ask.answered": _("A request for a mentor was answered"),
    "mentor_ask.taken_back": _("A request for a mentor was taken back"),
    "mentor_ask.reopened": _("The last step of a request for a mentor was undone"),
    "mentor_ask.closed": _("A request for a mentor was closed: the mentor is no longer shown"),
}
