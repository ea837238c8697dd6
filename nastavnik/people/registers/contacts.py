"""What a cell of contacts says: telephones, letters, whose they are. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from nastavnik.people.registers.forbidden import is_forbidden, is_like_telephone, names_paper
from nastavnik.people.registers.names import parse_name
from nastavnik.people.registers.words import folded, parted
from nastavnik.people.registers.wrong import Wrong

# Begins with a set, not with an optional sign: that is what the engine scans fast.
_NUMBER = re.compile(r"[+\d][\d ().‑–-]{5,28}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+\.?")
_NOT_DIGITS = re.compile(r"\D+")
_BETWEEN = re.compile(r"[,;:()\[\]<>\n/|–—]+| - ")
_AT_ENDS = " .()‑–-"
#: Words that say who answers, folded → code.
RELATIONS = {
    "мать": "mother", "мама": "mother", "матери": "mother", "мамы": "mother", "отец": "father", "папа": "father",
    "отца": "father", "папы": "father", "опекун": "guardian", "опекуна": "guardian", "попечитель": "guardian",
    "бабушка": "grandmother", "бабушки": "grandmother", "дедушка": "grandfather", "дедушки": "grandfather",
    "родитель": "parent", "родителя": "parent",
    "родители": "parent", "представитель": "representative", "представителя": "representative", "сестра": "sister",
    "брат": "brother", "тетя": "relative", "дядя": "relative", "мачеха": "stepmother", "отчим": "stepfather",
    "родственник": "relative", "родственница": "relative",
}  # fmt: skip
#: How a relation is written where a person chose it from a list.
RELATION_WORDS = {
    "mother": "мать", "father": "отец", "guardian": "опекун", "grandmother": "бабушка", "grandfather": "дедушка",
    "parent": "родитель", "representative": "законный представитель", "sister": "сестра", "brother": "брат",
    "relative": "родственник", "stepmother": "мачеха", "stepfather": "отчим",
}  # fmt: skip
_MARKS = frozenset({
    "", "тел", "телефон", "телефоны", "моб", "мобильный", "сот", "сотовый", "дом", "домашний", "раб", "рабочий", "т",
    "почта", "эл", "электронная", "mail", "e mail", "email", "адрес", "эп", "доб", "whatsapp", "telegram", "вк", "vk",
    "контакт", "контакты", "связь", "для", "связи", "имя", "фио", "его", "ее", "и", "или", "законный", "законная",
})  # fmt: skip


def says_only(text: str, phones: list[str]) -> bool:
    """Whether `contacts_of` reads these numbers in ``text`` and no addresses, or finds it wrong. A sure and quick
    yes: what it does not see through is a no."""
    if "@" in text:
        return False
    found: list[str] = []
    for number, _start, _end in _numbers_in(text):
        if _take(number, found):
            return True
    return found == phones


def contacts_of(text: str) -> dict[str, Any] | Wrong:
    """{"phones", "emails", "text" as typed, "person", "relation"}; ``text`` comes tidied."""
    rest: list[str] = []
    phones: list[str] = []
    end = 0
    for number, start, stop in _numbers_in(text):
        wrong = _take(number, phones)
        if wrong:
            return wrong
        rest.append(text[end:start])
        end = stop
    rest.append(text[end:])
    words = ";".join(rest)
    if phones or len(rest) > 1:
        if names_paper(words):
            return Wrong("forbidden_number")
    elif is_forbidden(words):
        return Wrong("forbidden_number")
    return _with_words(words, text, phones)


def _numbers_in(text: str) -> Iterator[tuple[str, int, int]]:
    """What looks like a number, where it begins and ends."""
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        # Else a part of an address.
        if not (text[start - 1 : start].isalnum() or text[end : end + 1] == "@"):
            yield found[0].strip(_AT_ENDS), start, end


def _take(number: str, phones: list[str]) -> Wrong | None:
    for one in _halves(number):
        digits = _NOT_DIGITS.sub("", one)
        phone = phone_of(one, digits)
        if phone is None or not is_like_telephone(one, digits):
            return Wrong("forbidden_number" if is_forbidden(one) else "phone_shape")
        if phone and phone not in phones:
            phones.append(phone)
    return None


def _halves(number: str) -> tuple[str, ...]:
    """Two numbers with nothing but a blank between them."""
    if len(number) < 22:
        return (number,)
    digits = _NOT_DIGITS.sub("", number)
    return (digits[:11], digits[11:]) if len(digits) == 22 and digits[0] in "78" and digits[11] in "78" else (number,)


def phone_of(text: str, digits: str) -> str | None:
    """+ and 11 digits for a Russian number, + and 8 to 15 for another country's, "" for a local one, else None."""
    count = len(digits)
    if count == 11 and digits[0] in "78" and digits[1] not in "0125":
        return f"+7{digits[1:]}"
    if count == 10 and digits[0] in "3489" and digits[:2] != "89":  # «8 900 123 45 6» lacks a digit
        return f"+7{digits}"
    if text[0] == "+" and 8 <= count <= 15 and digits[0] != "7":
        return f"+{digits}"
    return "" if count in (5, 6, 7) else None


def _with_words(words: str, text: str, phones: list[str]) -> dict[str, Any] | Wrong:
    """Addresses, the person and the relation named between the numbers."""
    emails: list[str] = []
    person: dict[str, str] | None = None
    relation: str | None = None
    for piece in _BETWEEN.split(words):
        left: list[str] = []
        for word in piece.split():
            if "@" in word and len(word) > 1 and word[0] != "@":
                if not _EMAIL.fullmatch(word):
                    return Wrong("email_shape")
                emails.append(word.rstrip(".").casefold())
                continue
            is_mark, said = _meaning(word)
            relation = relation or said
            if not is_mark:
                left.append(word)
        # A name begins its words with capitals; «через классного руководителя» is no name.
        if person is None and len(left) >= 2 and left[0][:1].isupper() and left[1][:1].isupper():
            name = parse_name(" ".join(left))
            person = None if isinstance(name, Wrong) else name.to_json()
    return {
        "phones": phones,
        "emails": list(dict.fromkeys(emails)) if len(emails) > 1 else emails,
        "text": text,
        "person": person,
        "relation": relation,
    }


def related(text: str, code: str) -> str:
    """``text`` of a column headed by a relation, with the relation said; as it is where it says one itself."""
    if any(_meaning(word)[1] for word in parted(text)):
        return text
    return f"{RELATION_WORDS[code]}: {text}"


def with_phones(text: str, blank: str = " ") -> str:
    """``text`` with each Russian number in it as people read one: +7 900 123-45-67; other numbers stay as typed."""

    def written(found: re.Match[str]) -> str:
        number = found[0].rstrip(_AT_ENDS)
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        phone = phone_of(number, _NOT_DIGITS.sub("", number)) if not before.isalnum() and after != "@" else None
        if not phone or len(phone) != 12 or not phone.startswith("+7"):
            return found[0]
        shown = f"+7{blank}{phone[2:5]}{blank}{phone[5:8]}-{phone[8:10]}-{phone[10:]}"
        return shown + found[0][len(number) :]

    return _NUMBER.sub(written, text)


def is_more_than_numbers(text: str) -> bool:
    """Whether words stand beside the numbers and the addresses."""
    return any(map(str.isalpha, _EMAIL.sub("", text)))


@lru_cache(maxsize=65_536)
def _meaning(word: str) -> tuple[bool, str | None]:
    """Whether the word is none of a name, and the relation that it says."""
    plain = folded(word)
    relation = RELATIONS.get(plain)
    return relation is not None or plain in _MARKS, relation
