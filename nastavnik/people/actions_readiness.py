"""How the journal words the deeds of selection and safeguarding."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "readiness.proved": _("It was written down what a mentor proved"),
    "readiness.proved_many": _("It was written down what several mentors proved"),
    "readiness.taken_back": _("An entry about the selection of a mentor was taken back"),
    "readiness.taken_back_many": _("Entries about the selection of several mentors were taken back"),
    "readiness.brought_back": _("An entry about the selection of a mentor stands again"),
    "safeguard.moved": _("It was decided whether an adult may work with minors"),
    "safeguard.paused": _("A check ran out: the clearance to work with minors is paused"),
    "safeguard.reason_viewed": _("The ground of a decision about an adult was looked at"),
}
