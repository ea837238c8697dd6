"""What a cell of contacts says: telephones, letters, whose they are. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from nastavnik.people.registers.names import Name, parse_name
from nastavnik.people.registers.words import folded
from nastavnik.people.registers.wrong import Wrong

_PHONE = re.compile(r"(?<![\w.@-])\+?\d[\d \t\u00a0().‑–-]{4,26}\d(?![\w@])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NOT_DIGITS = re.compile(r"\D+")
_BETWEEN = re.compile(r"[,;:()\[\]\n/|–—]+| - ")
#: Words that say who answers, folded → code.
RELATIONS = {
    "мать": "mother", "мама": "mother", "матери": "mother", "отец": "father", "папа": "father", "отца": "father",
    "опекун": "guardian", "опекуна": "guardian", "попечитель": "guardian", "бабушка": "grandmother",
    "дедушка": "grandfather", "родитель": "parent", "родителя": "parent", "родители": "parent",
    "законный представитель": "representative", "представитель": "representative", "сестра": "sister",
    "брат": "brother", "тетя": "relative", "дядя": "relative", "мачеха": "stepmother", "отчим": "stepfather",
}  # fmt: skip
_MARKS = frozenset({
    "тел", "телефон", "телефоны", "моб", "мобильный", "сот", "сотовый", "дом", "домашний", "раб", "рабочий", "т", "м",
    "почта", "эл", "электронная", "mail", "e", "email", "адрес", "эп", "доб", "whatsapp", "telegram", "вк",
    "vk", "контакт", "контакты", "связь", "для", "связи", "имя", "фио", "его", "ее", "и", "или",
})  # fmt: skip


def contacts_of(text: str) -> dict[str, Any] | Wrong:
    """{"phones", "emails", "text" as typed, "person", "relation"}; ``text`` comes tidied."""
    phones: list[str] = []
    emails: list[str] = []
    rest = text
    if "@" in rest:
        emails = [found.casefold() for found in _EMAIL.findall(rest)]
        rest = _EMAIL.sub(";", rest)
        if "@" in rest and " @" not in rest and not rest.startswith("@"):
            return Wrong("email_shape")
    for found in _PHONE.findall(rest):
        for number in _halves(found):
            phone = phone_of(number)
            if phone is None:
                return Wrong("phone_shape")
            if phone and phone not in phones:
                phones.append(phone)
    person, relation = (None, None) if not _has_words(rest) else _who(_PHONE.sub(";", rest))
    return {
        "phones": phones,
        "emails": list(dict.fromkeys(emails)),
        "text": text,
        "person": person.to_json() if person else None,
        "relation": relation,
    }


def _halves(found: str) -> tuple[str, ...]:
    """Two numbers with nothing but a blank between them."""
    digits = _NOT_DIGITS.sub("", found)
    if len(digits) == 22 and digits[0] in "78" and digits[11] in "78":
        return digits[:11], digits[11:]
    return (found,)


def phone_of(text: str) -> str | None:
    """+ and 11 digits for a Russian number, + and 8 to 15 for another country's, "" for a local one, else None."""
    digits = _NOT_DIGITS.sub("", text)
    count = len(digits)
    if count == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    if count == 10 and digits[0] in "3489":
        return f"+7{digits}"
    if text.lstrip().startswith("+") and 8 <= count <= 15 and digits[0] != "7":
        return f"+{digits}"
    return "" if count in (5, 6, 7) else None


def _has_words(text: str) -> bool:
    return not text.isascii()


def _who(text: str) -> tuple[Name | None, str | None]:
    """The person and the relation named between the numbers."""
    person: Name | None = None
    relation: str | None = None
    for piece in _BETWEEN.split(text):
        known, rest = _piece(piece.strip(" .\t\u00a0"))
        relation = relation or known
        if person is None and rest and rest.count(" ") >= 1:
            name = parse_name(rest)
            person = name if isinstance(name, Name) else None
    return person, relation


@lru_cache(maxsize=16_384)
def _piece(piece: str) -> tuple[str | None, str]:
    """The relation that a piece says, and what is left of it without marks like «тел.»."""
    relation = RELATIONS.get(folded(piece))
    if relation:
        return relation, ""
    left = []
    for word in piece.split():
        plain = folded(word)
        if plain in RELATIONS:
            relation = relation or RELATIONS[plain]
        elif plain and plain not in _MARKS and plain not in ("законный", "законная"):
            left.append(word)
    # A name begins its words with capitals; «через классного руководителя» is no name.
    named = bool(left) and all(word[:1].isupper() for word in left)
    return relation, " ".join(left) if named else ""
