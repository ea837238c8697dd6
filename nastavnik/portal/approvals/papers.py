"""How what is being signed is shown to whoever decides. Areas of the portal register their kinds of subject."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.approvals.models import Chain, Remark, Step

_OPENS, _APPROVE = _("Open the plan"), _("Approve")


@dataclass(frozen=True)
class Paper:
    """One subject: its page, the part that shows it, and the places that a remark may stand at.

    A subject with an approval of its own gives its ``form`` (of the data sent, or None), and ``approve``, which
    says what came of it; ``verb`` is what the button says, ``opens`` what the link to its page says.
    """

    title: str
    address: str
    template: str
    places: frozenset[uuid.UUID]
    context: dict[str, Any] = field(default_factory=dict)
    opens: str | Promise = _OPENS
    icon: str = "route"
    form: Callable[[Any], forms.Form] | None = None
    approve: Callable[[Step, forms.Form], str] | None = None
    verb: str | Promise = _APPROVE


# Given the request, the chain, the remarks of all rounds by their place, and what was typed at places ("" else).
Reader = Callable[[SignedIn, Chain, dict[uuid.UUID, list[Remark]], dict[uuid.UUID, str]], Paper]
_readers: dict[str, Reader] = {}


def paper(kind: str) -> Callable[[Reader], Reader]:
    """Register how subjects of ``kind`` are shown."""

    def register(reader: Reader) -> Reader:
        _readers[kind] = reader
        return reader

    return register


def paper_of(request: SignedIn, chain: Chain, remarks: Iterable[Remark], typed: dict[uuid.UUID, str]) -> Paper:
    by_place: dict[uuid.UUID, list[Remark]] = {}
    for remark in remarks:
        if remark.place is not None:
            by_place.setdefault(remark.place, []).append(remark)
    return _readers[chain.subject_kind](request, chain, by_place, typed)
