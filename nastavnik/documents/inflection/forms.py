"""What goes in and what comes out: cases, genders, doubts, a form with its confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

Case = Literal["nomn", "gent", "datv", "accs", "ablt", "loct"]
Gender = Literal["masc", "femn"]
Kind = Literal["person", "position", "organisation"]

CASES: tuple[Case, ...] = get_args(Case)
KINDS: tuple[Kind, ...] = get_args(Kind)

# A whole text or one word of it → its forms, as people have decided them.
Exceptions = Mapping[str, Mapping[Case, str]]


class Doubt(StrEnum):
    """Why a form may be wrong: what the user has to be asked."""

    GENDER = "gender"
    ORDER = "order"
    SURNAME = "surname"
    TWO_FORMS = "two_forms"
    TURKIC_PATRONYMIC = "turkic_patronymic"
    EASTERN_NAME = "eastern_name"
    UNKNOWN_WORD = "unknown_word"
    NO_HEAD = "no_head"
    BARE_NAME = "bare_name"


# The share of right answers to expect under a doubt.
WORTH: dict[Doubt, float] = {
    Doubt.GENDER: 0.5,
    Doubt.ORDER: 0.6,
    Doubt.SURNAME: 0.7,
    Doubt.TWO_FORMS: 0.6,
    Doubt.TURKIC_PATRONYMIC: 0.7,
    Doubt.EASTERN_NAME: 0.6,
    Doubt.UNKNOWN_WORD: 0.8,
    Doubt.NO_HEAD: 0.4,
    Doubt.BARE_NAME: 0.6,
}
CERTAIN = 0.99
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Form:
    """``confidence`` is the share of right answers to expect (0–1); below `SURE` the user should be asked."""

    text: str
    confidence: float
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


def form(text: str, doubts: set[Doubt]) -> Form:
    ordered = tuple(sorted(doubts))
    return Form(text, min((WORTH[one] for one in ordered), default=CERTAIN), ordered)
