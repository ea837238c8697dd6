"""Who answers: the words of a responsible cell split into parties."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from nastavnik.roadmaps.reader.party_words import (
    DATE_WORDS,
    ORGANISATION,
    PLATFORM_ROLES,
    POSITION,
    ROLE,
    WHOLE_POST,
)
from nastavnik.roadmaps.reader.plan import Party
from nastavnik.roadmaps.reader.wording import NAME, bare, fold, tidy

_GENITIVE = re.compile(
    r"(?:ой|ей|ого|его|ому|ему|ых|их|ым|им|ам|ям|ах|ях|ию|ции|сти|ства|ники|ния|рии|мики|тики|фии|гии|туры|зыка)$"
)
_SPHERE = re.compile(r"(?:^|\s)по\s+[^,;]*$")
_ABBREVIATION = re.compile(r"^[А-ЯЁ]{2,6}$")
_TWO_POSTS = re.compile(rf"^({WHOLE_POST})\s+(?={WHOLE_POST}(?![а-я-]))(?!психолог)")
_LEGAL = re.compile(r"^(?:[ГМЧ]?[БАК]?О?У|СПБ|ГБУ|МБУ|МАУ|ГБОУ|МБОУ|МАОУ|МКОУ|ГАПОУ|ГБПОУ|ДО|СП|МО|АНО|ООО)$")


def split_parties(lines: list[str]) -> list[str]:
    """The parties of one cell: divided at line ends, commas, semicolons, «и» between parties, and between names."""
    parties: list[str] = []
    for line in lines:
        line = re.sub(r"^\s*(?:[-–—•·▪●*]|\d{1,2}[.)])\s+", "", tidy(line))
        for piece in _at_commas(line):
            for part in _at_and(piece):
                parties += _at_names(part)
    return [party for party in (_clean(party) for party in parties) if party]


def _clean(party: str) -> str:
    party = tidy(party).strip(" ,;")
    if re.fullmatch(r"[-–—.\s_]*", party):
        return ""
    closes = re.search(r"(?<![А-ЯЁа-яё])[А-ЯЁ]\.$|\b(?:др|пр|кл|т\.д|т\.п|зам|рук|отв|пед|учр|орг)\.$", party)
    return party if closes else party.rstrip(".")


def _pieces(text: str) -> list[str]:
    """Cut at commas and semicolons outside brackets and quotes."""
    pieces, level, start = [], 0, 0
    for index, letter in enumerate(text):
        level += (letter in "(«") - (letter in ")»")
        if (
            letter in ",;"
            and level <= 0
            and not (index and text[index - 1].isdigit() and text[index + 1 : index + 2].isdigit())
        ):
            pieces.append(text[start:index])
            start = index + 1
    return [piece for piece in (tidy(piece) for piece in [*pieces, text[start:]]) if piece]


def _at_commas(text: str) -> list[str]:
    parties: list[str] = []
    for piece in _pieces(text):
        if parties and _goes_on(parties[-1], piece):
            parties[-1] += f", {piece}"
        else:
            parties.append(piece)
    return parties


def _goes_on(before: str, piece: str) -> bool:
    """«Петрова А.А., методист», «заместитель по УВР, ВР», «учителя химии, биологии» are one party each."""
    folded = fold(piece)
    if NAME.fullmatch(before.strip()):
        return bool(POSITION.match(folded)) and piece[:1].islower() and not NAME.search(piece)
    if ROLE.match(folded) or NAME.search(piece):
        return False
    if _SPHERE.search(before) and (
        _ABBREVIATION.match(piece) or _GENITIVE.search(folded.split()[-1]) or folded.startswith("по ")
    ):
        return True
    words = folded.split()
    return (
        piece[:1].islower()
        and bool(_GENITIVE.search(words[0]))
        and bool(re.match(r"^(?:учител|преподавател|специалист|педагог)", fold(before)))
    )


def _at_and(text: str) -> list[str]:
    """«и» divides only where a party in the nominative stands on both its sides."""
    for found in re.finditer(r"\s+и\s+", text):
        left, right = text[: found.start()], text[found.end() :]
        opened = left.count("(") > left.count(")") or left.count("«") > left.count("»")
        if opened or re.match(r"(?:др\.?|пр\.?|иные|другие)\b", right):
            continue
        left_is = (
            ROLE.match(fold(left)) or NAME.search(left) or _ABBREVIATION.match(left) or ORGANISATION.search(left)
        )
        right_is = ROLE.match(fold(right)) or NAME.match(right) or _ABBREVIATION.match(right)
        if left_is and right_is:
            return [left, *_at_and(right)]
    return [text]


def _at_names(text: str) -> list[str]:
    """Blanks between two names with initials divide them; so do blanks in a row of bare abbreviations."""
    names = [found for found in NAME.finditer(text) if re.search(r"[А-ЯЁ]\.", found[0])]
    if len(names) > 1:
        cuts = [0]
        for before, after in pairwise(names):
            between = text[before.end() : after.start()]
            if not between.strip():
                cuts.append(after.start())
            elif POSITION.match(fold(between)):
                cuts.append(before.end())
        return [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    parts = _at_capitals(text)
    if len(parts) > 1:
        return parts
    parts = _at_posts(text)
    if len(parts) > 1:
        return parts
    tokens = text.split()
    if len(tokens) > 1 and all(_ABBREVIATION.match(word) or word == "СПб" for word in tokens):
        return _abbreviations(tokens)
    return [text]


def _at_posts(text: str) -> list[str]:
    """«классные руководители педагог-психолог»: two whole posts that a lost line end has put side by side."""
    folded = fold(text)
    found = _TWO_POSTS.match(folded)
    if not found or len(folded) != len(text):
        return [text]
    return [text[: found.end(1)], *_at_posts(text[found.end() :])]


def _at_capitals(text: str) -> list[str]:
    """«Директор Куратор»: a capital amid a cell, at a word that is a party itself, begins the next one."""
    for found in re.finditer(r"(?<=[а-яё.)»])\s+(?=[А-ЯЁ][а-яё-]+)", text):
        left, right = text[: found.start()], text[found.end() :]
        opened = left.count("(") > left.count(")") or left.count("«") > left.count("»")
        if not opened and ROLE.match(fold(left)) and ROLE.match(fold(right)) and not NAME.match(right):
            return [left, *_at_capitals(right)]
    return [text]


def _abbreviations(tokens: list[str]) -> list[str]:
    """«АР СПб АППО ГОУ» are three parties, «ГБОУ СОШ» is one."""
    parties: list[str] = []
    for index, token in enumerate(tokens):
        previous = tokens[index - 1] if index else ""
        if previous == "СПб" or (
            _LEGAL.match(previous) and previous not in ("ГОУ", "ОУ") and token not in ("АР", "КО", "ИМЦ")
        ):
            parties[-1] += f" {token}"
        else:
            parties.append(token)
    return parties


def holds_date(text: str) -> bool:
    """True for a cell of parties in which only a date stands."""
    folded = fold(text)
    return bool(DATE_WORDS.search(folded)) and not ROLE.match(folded) and not NAME.search(text)


def party(text: str, column: str) -> Party:
    folded = fold(text)
    role = next((name for name, pattern in PLATFORM_ROLES if pattern.search(folded)), None)
    kind: Literal["person", "role", "organisation"] = "role"
    if NAME.search(text):
        kind = "person"
    elif role is None and ORGANISATION.search(text):
        kind = "organisation"
    return Party(text, column, kind, role)


def divide_known(parties: list[list[Party]]) -> None:
    """«директор Петрова А.А.» is two parties where the document uses both words alone, else a name with its post."""
    alone = {bare(each.text) for line in parties for each in line}
    for line in parties:
        for index in range(len(line) - 1, -1, -1):
            each = line[index]
            names = list(NAME.finditer(each.text))
            if len(names) != 1 or names[0].start() == 0 or names[0].end() != len(each.text):
                continue
            post, name = each.text[: names[0].start()].strip(), names[0][0]
            if bare(post) in alone and bare(name) in alone:
                line[index : index + 1] = [party(post, each.column), party(name, each.column)]


def one_person_two_spellings(parties: list[Party]) -> list[tuple[str, str]]:
    """Pairs of names with the same initials whose surnames differ by a slip of one or two letters."""
    from rapidfuzz.distance import DamerauLevenshtein

    names = _surnames(parties)
    pairs: list[tuple[str, str]] = []
    for index, (one, (surname, initials)) in enumerate(names):
        for other, (other_surname, other_initials) in names[index + 1 :]:
            if initials != other_initials or _same_stem(surname, other_surname):
                continue
            distance = DamerauLevenshtein.distance(surname, other_surname, score_cutoff=2)
            if distance == 1 or (distance == 2 and len(surname) > 6):
                pairs.append((one, other))
    return pairs


def _surnames(parties: list[Party]) -> list[tuple[str, tuple[str, str]]]:
    """(name as written, (folded surname, initials)) of the first few hundred different names."""
    names: dict[str, tuple[str, str]] = {}
    for each in parties:
        for found in NAME.finditer(each.text):
            surname = re.search(r"[А-ЯЁ][а-яё]{3,}(?:-[А-ЯЁ][а-яё]+)?", found[0])
            initials = "".join(re.findall(r"([А-ЯЁ])\.", found[0]))
            if surname and initials:
                names.setdefault(found[0], (fold(surname[0]), initials))
    return list(names.items())[:400]


def _same_stem(one: str, other: str) -> bool:
    """«Иванов» and «Иванова», «Петрова» and «Петровой»: another person or another case, no slip."""
    stem = min(len(one), len(other)) - 1
    return one[:stem] == other[:stem]
