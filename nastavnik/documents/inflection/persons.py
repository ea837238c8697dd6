"""Names of people in any order, in any case, in full or with initials."""

from __future__ import annotations

from typing import Literal, NamedTuple

from nastavnik.documents.inflection.forms import CERTAIN, Case, Doubt, Exceptions, Form, Gender, form
from nastavnik.documents.inflection.given import decline_given, decline_patronymic, turkic_gender
from nastavnik.documents.inflection.people import Name, Piece, Role, read_name
from nastavnik.documents.inflection.surnames import decline_surname, is_indeclinable
from nastavnik.documents.inflection.words import NOBREAK_HYPHEN, folded, is_cyrillic

_GENDER_IS_SURE = 0.9
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")
_NOBREAK = "\N{NO-BREAK SPACE}"

Order = Literal["surname_first", "initials_first"]


class Told(NamedTuple):
    """The gender that a name tells and how sure it is (0–1)."""

    gender: Gender
    confidence: float


def gender_of(text: str) -> Told:
    name = read_name(text)
    return Told(name.gender, name.gender_confidence)


def inflect_person(text: str, case: Case, gender: Gender | None = None, exceptions: Exceptions | None = None) -> Form:
    if case == "nomn":
        return Form(text, CERTAIN)
    name = read_name(text, gender)
    declined, doubts = _declined(name, case, exceptions or {})
    doubts |= name.doubts
    if Doubt.ORDER in doubts and _declined(_swapped(name), case, exceptions or {})[0] == declined:
        doubts.remove(Doubt.ORDER)
    if name.gender_confidence < _GENDER_IS_SURE and _depends_on_gender(name, case, exceptions or {}, declined):
        doubts.add(Doubt.GENDER)
    if any(turkic_gender(text) for text in name.of(Role.FIXED)):
        doubts.add(Doubt.TURKIC_PATRONYMIC)
    return form(declined, doubts)


def short_name(text: str, order: Order = "surname_first", case: Case = "nomn", gender: Gender | None = None) -> Form:
    """«Фамилия И. О.» or «И. О. Фамилия», with spaces that do not break; in ``case``."""
    name = read_name(text, gender)
    surnames = [piece for piece in name.pieces if piece.role is Role.SURNAME]
    if not surnames:
        return inflect_person(text, case, gender)
    initials = [
        initial
        for piece in name.pieces
        if piece.role in (Role.GIVEN, Role.PATRONYMIC, Role.INITIAL)
        for initial in _initials(piece)
    ]
    only = Name(surnames, name.gender, name.gender_confidence, set())
    forms = [_decline_piece(piece, only, case, {}) for piece in surnames]
    surname = " ".join(text for text, _doubts in forms)
    doubts = set(name.doubts).union(*(more for _text, more in forms))
    if name.gender_confidence < _GENDER_IS_SURE and not all(is_indeclinable(one.text) for one in surnames):
        doubts.add(Doubt.GENDER)
    parts = [surname, *initials] if order == "surname_first" else [*initials, surname]
    return form(_NOBREAK.join(parts), doubts if case != "nomn" else name.doubts)


def _initials(piece: Piece) -> list[str]:
    if piece.role is Role.INITIAL:
        return [f"{letter}." for letter in piece.text.replace(" ", "").split(".") if letter]
    return ["-".join(f"{part[:1].upper()}." for part in piece.text.split("-") if part)]


def _declined(name: Name, case: Case, exceptions: Exceptions) -> tuple[str, set[Doubt]]:
    forms = [_decline_piece(piece, name, case, exceptions) for piece in name.pieces]
    return "".join(text for text, _doubts in forms), set().union(*(doubts for _text, doubts in forms))


def _decline_piece(piece: Piece, name: Name, case: Case, exceptions: Exceptions) -> tuple[str, set[Doubt]]:
    if case == "nomn":
        return piece.text, set()
    remembered = exceptions.get(piece.text) or exceptions.get(piece.text.capitalize())
    if remembered and case in remembered:
        is_capitals = len(piece.text) > 1 and piece.text.isupper()
        return remembered[case].upper() if is_capitals else remembered[case], set()
    if piece.role in (Role.SURNAME, Role.GIVEN) and not is_cyrillic(folded(piece.text.translate(_APOSTROPHES))):
        return piece.text, {Doubt.UNKNOWN_WORD}
    if NOBREAK_HYPHEN in piece.text:
        plain = Piece(piece.text.replace(NOBREAK_HYPHEN, "-"), piece.role)
        text, doubts = _decline_piece(plain, name, case, exceptions)
        return text.replace("-", NOBREAK_HYPHEN), doubts
    if piece.role is Role.SURNAME:
        return decline_surname(piece.text, case, name.gender, is_foreign=name.is_foreign)
    if piece.role is Role.GIVEN:
        return decline_given(piece.text, case, name.gender)
    if piece.role is Role.PATRONYMIC:
        return decline_patronymic(piece.text, case, name.gender), set()
    return piece.text, set()


def _swapped(name: Name) -> Name:
    """The same words with the surname taken for the given name."""
    roles = {Role.SURNAME: Role.GIVEN, Role.GIVEN: Role.SURNAME}
    pieces = [Piece(piece.text, roles.get(piece.role, piece.role)) for piece in name.pieces]
    return Name(pieces, name.gender, name.gender_confidence)


def _depends_on_gender(name: Name, case: Case, exceptions: Exceptions, declined: str) -> bool:
    other: Gender = "masc" if name.gender == "femn" else "femn"
    return _declined(Name(name.pieces, other, 1.0), case, exceptions)[0] != declined
