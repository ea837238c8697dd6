"""Why a deed to the tree is refused, in sentences that say what to do."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class DateInFuture(DomainError):
    code = "date_in_future"
    message = _("This day has not come yet. Record the change when it comes into force.")


class LaterRecorded(DomainError):
    """What is past is not rewritten: a deed cannot be put before one that is already recorded."""

    code = "later_recorded"

    def __init__(self, latest: dt.date) -> None:
        text = gettext("A later change, of %(date)s, is recorded already. Choose that day or a later one.")
        super().__init__(text % {"date": date_format(latest)}, latest=latest.isoformat())


class NotOpenThen(DomainError):
    code = "not_open_then"
    message = _("The organisation did not exist on this day. Choose a day between its opening and its closing.")


class WrongPlace(DomainError):
    code = "wrong_place"
    message = _(
        "It cannot stand there. A territory stands in a territory, an organisation in a territory or in another."
    )


class PlaceNotOpen(DomainError):
    code = "place_not_open"
    message = _("The place that you chose did not exist on this day. Choose another place or a later day.")


class PlaceInItself(DomainError):
    code = "place_in_itself"
    message = _("It cannot be placed in itself or in a part of it. Choose another place.")


class RootStays(DomainError):
    code = "root_stays"
    message = _("A region is the top of its tree: it is neither moved nor joined to a part of itself.")


class TooDeep(DomainError):
    code = "too_deep"
    message = _("There are too many levels one inside another. Choose a place nearer to the region.")


class NotEmpty(DomainError):
    code = "not_empty"
    message = _("There are organisations inside that are open. Move or close them first.")


class InUse(DomainError):
    code = "organisation_in_use"
    message = _("Something has been done in this organisation already. Close it instead.")


class UnknownType(DomainError):
    code = "unknown_type"
    message = _("There is no such type in the reference list on this day. Choose another type.")


class SameKindNeeded(DomainError):
    code = "same_kind_needed"
    message = _("A territory joins a territory, an organisation joins an organisation. Choose another one.")


class BusyTree(DomainError):
    code = "busy_tree"
    message = _("Somebody has just moved this organisation. Open its card again and repeat.")


__all__ = [
    "BusyTree",
    "DateInFuture",
    "InUse",
    "LaterRecorded",
    "NotEmpty",
    "NotOpenThen",
    "PlaceInItself",
    "PlaceNotOpen",
    "RootStays",
    "SameKindNeeded",
    "TooDeep",
    "UnknownType",
    "WrongPlace",
]
