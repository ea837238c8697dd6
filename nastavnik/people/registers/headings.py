"""What the columns of a stranger's sheet are, by what stands above them. Pure.

Wording differs in life: columns are recognised by the beginnings of words, in any order, in up to three rows of
headings, with the words of a merged heading above its columns. What an organisation chose once is remembered by
`normal_heading` and wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from nastavnik.people.registers.cells import Cell, is_blank
from nastavnik.people.registers.columns import PARTS, REGISTERS, column
from nastavnik.people.registers.rows import is_numbering
from nastavnik.people.registers.signs import ALONE, FAMILY, SIGNS, Sign
from nastavnik.people.registers.words import folded, parted, russian

SEARCHED_ROWS = 30
_DEEPEST = 3
_LETTERS_OF_HEADING = 8
_LONGEST_HEADING = 200
_SURE, _REMEMBERED = 0.9, 1.0
_LEAD = 0.5  # of one base over the other, as much as one column that only it has
_SOMEBODY = ("наставник", "наставляем", "ученик", "обучающ")
_OTHERS = (*_SOMEBODY, *FAMILY)
_PERSON = ("full_name", "full_name.last")
_OTHER_PERSON = {"mentee": "mentor", "mentor": "mentees"}
_TITLES = {"mentee": ("наставляемых", "наставляемые"), "mentor": ("наставников", "наставники")}


class _Found(NamedTuple):
    name: str
    confidence: float


@dataclass(frozen=True)
class Proposal:
    """``header_rows`` are indexes, first and last, None without headings; ``first_row`` is that of the first data.

    ``confidence``: 1 is remembered or the form's own words, from 0.9 on it is sure, with less people should look.
    ``register`` None: the sheet fits both bases alike, ask. ``headings`` are the words above each column.
    """

    register: str | None
    header_rows: tuple[int, int] | None
    first_row: int
    mapping: dict[int, str] = field(default_factory=dict)
    confidence: dict[int, float] = field(default_factory=dict)
    unknown: tuple[int, ...] = ()
    headings: dict[int, str] = field(default_factory=dict)
    has_numbering: bool = False


def normal_heading(text: str) -> str:
    """The key of what an organisation chose for a heading."""
    return folded(" ".join(map(russian, parted(text))))[:_LONGEST_HEADING]


def propose(
    rows: Sequence[Sequence[Cell]], remembered: Mapping[str, str] | None = None, *, register: str | None = None
) -> Proposal:
    """What the first rows of a sheet say of its columns.

    ``remembered``: `normal_heading` → name of a column, "" for one that is passed over. ``register``: when the person
    has said which base it is.
    """
    rows = rows[:SEARCHED_ROWS]
    remembered = remembered or {}
    registers = (register,) if register else tuple(REGISTERS)
    best: Proposal | None = None
    best_score = 0.0
    for base in registers:
        for first in range(len(rows)):
            if not _may_be_heading(rows[first]):
                continue
            for depth in range(1, _DEEPEST + 1):
                if not _goes_on(rows, first, depth):
                    break
                proposal = _columns(base, rows, first, depth, remembered)
                score = _score(proposal, base, rows[:first], depth)
                if score > best_score:
                    best, best_score = proposal, score
    if best is None:
        return Proposal(register, None, 0)
    return best if register else _of_one_register(best, rows, remembered)


def _of_one_register(best: Proposal, rows: Sequence[Sequence[Cell]], remembered: Mapping[str, str]) -> Proposal:
    """Without the register where the sheet fits both bases alike."""
    first, last = best.header_rows or (0, 0)
    other = next(base for base in REGISTERS if base != best.register)
    twin = _columns(other, rows, first, last - first + 1, remembered)
    depth = last - first + 1
    lead = _score(best, best.register or "", rows[:first], depth) - _score(twin, other, rows[:first], depth)
    return best if lead >= _LEAD else replace(best, register=None)


def _may_be_heading(row: Sequence[Cell]) -> bool:
    """At least two cells of words, none of them long or a day."""
    texts = [cell for cell in row if isinstance(cell, str) and not is_blank(cell)]
    return len(texts) >= 2 and all(len(text) <= _LONGEST_HEADING for text in texts) and not _is_data(row)


def _is_data(row: Sequence[Cell]) -> bool:
    return any(_is_datum(cell) for cell in row if cell != "")


def _is_datum(cell: Cell) -> bool:
    """A number, a day, a telephone, an address; «1-й телефон родителей» is none of them."""
    if not isinstance(cell, str):
        return True
    text = cell.strip()
    if text[:1].isdigit():
        return sum(map(str.isalpha, text)) < _LETTERS_OF_HEADING
    return "@" in text or text.startswith("+7")


def _goes_on(rows: Sequence[Sequence[Cell]], first: int, depth: int) -> bool:
    """Whether row ``first + depth - 1`` may belong to the headings: words only, and under a gap or a merged cell."""
    if depth == 1:
        return True
    at = first + depth - 1
    if at >= len(rows):
        return False
    row, above = rows[at], rows[first]
    filled = [index for index, cell in enumerate(row) if not is_blank(cell)]
    if not filled or _is_data(row) or any(len(str(row[index])) > _LONGEST_HEADING for index in filled):
        return False
    # A second row of headings stands under one that goes over several columns: only its first cell has words.
    return any(is_blank(_at(above, index)) for index in filled)


def _at(row: Sequence[Cell], index: int) -> Cell:
    return row[index] if index < len(row) else ""


def _headings(rows: Sequence[Sequence[Cell]], first: int, depth: int) -> dict[int, tuple[str, str]]:
    """Index → (words of merged headings above, own words)."""
    block = rows[first : first + depth]
    width = max(map(len, block))
    spread: list[list[str]] = []
    for level, row in enumerate(block):
        texts = [" ".join(str(_at(row, index)).split()) for index in range(width)]
        is_last = level == depth - 1
        last_seen = ""
        for index in range(width):
            below = any(not is_blank(_at(lower, index)) for lower in block[level + 1 :])
            if texts[index]:
                last_seen = texts[index]
            elif not is_last and below:
                texts[index] = last_seen
            else:
                last_seen = ""
        spread.append(texts)
    found: dict[int, tuple[str, str]] = {}
    for index in range(width):
        said = list(dict.fromkeys(texts[index] for texts in spread if texts[index]))
        if said:
            found[index] = (" ".join(said[:-1]), said[-1])
    return found


def _columns(
    base: str, rows: Sequence[Sequence[Cell]], first: int, depth: int, remembered: Mapping[str, str]
) -> Proposal:
    headings = _headings(rows, first, depth)
    whole = {index: " ".join(filter(None, pair)) for index, pair in headings.items()}
    proposals: list[tuple[float, int, str]] = []
    passed_over: set[int] = set()
    for index, (above, own) in headings.items():
        known = remembered.get(normal_heading(whole[index]))
        if known == "":
            passed_over.add(index)
        elif known is not None and _exists(base, known):
            proposals.append((_REMEMBERED + 0.01, index, known))
        else:
            proposals += [(each.confidence, index, each.name) for each in _candidates(base, above, own)]
    mapping, confidence = _assign(proposals)
    last = first + depth - 1
    following = [cell for cell in _at_row(rows, last + 1) if not is_blank(cell)]
    has_numbering = is_numbering(following)
    return Proposal(
        base,
        (first, last),
        last + 2 if has_numbering else last + 1,
        dict(sorted(mapping.items())),
        dict(sorted(confidence.items())),
        tuple(sorted(set(headings) - set(mapping) - passed_over)),
        whole,
        has_numbering,
    )


def _at_row(rows: Sequence[Sequence[Cell]], index: int) -> Sequence[Cell]:
    return rows[index] if index < len(rows) else ()


def _exists(base: str, name: str) -> bool:
    try:
        column(base, name.partition(".")[0])
    except KeyError:
        return False
    return "." not in name or name in PARTS


def _assign(proposals: list[tuple[float, int, str]]) -> tuple[dict[int, str], dict[int, float]]:
    """The surest first; a column of ours is given once, but several telephones stay several."""
    mapping: dict[int, str] = {}
    confidence: dict[int, float] = {}
    taken: set[str] = set()
    for sure, index, name in sorted(proposals, key=lambda each: (-each[0], each[1])):
        is_again = name in taken and not name.startswith("contacts")
        covers = name == "full_name" and any(other.startswith("full_name.") for other in taken)
        covered = name.startswith("full_name.") and "full_name" in taken
        if index in mapping or is_again or covers or covered:
            continue
        mapping[index] = name
        confidence[index] = round(min(sure, 1.0), 2)
        taken.add(name)
    return mapping, confidence


def _candidates(base: str, above: str, own: str) -> list[_Found]:
    """Every column that the words may mean; the form's own words are certain."""
    plain, whole = normal_heading(own), normal_heading(f"{above} {own}")
    for each in REGISTERS[base]:
        if whole == folded(each.title) or plain == folded(each.title):
            return [_Found(each.name, 1.0)]
    words = plain.split()
    if plain in ALONE[base]:
        return [_Found(ALONE[base][plain], _SURE)]
    found = [_Found(sign.name, sign.confidence) for sign in SIGNS[base] if _fits(sign, words)]
    if above and (not found or any(word.startswith(_OTHERS) for word in normal_heading(above).split())):
        # «Сведения о наставнике», «Мама» over «ФИО» say whose name it is; «Контакты» over «Телефон» nothing new.
        both = whole.split()
        found = [_Found(sign.name, sign.confidence - 0.05) for sign in SIGNS[base] if _fits(sign, both)]
    return found


def _fits(sign: Sign, words: Sequence[str]) -> bool:
    """A sign of one or two letters, as in «Ф. И. О.», is a word of its own."""
    if any(word.startswith(sign.lacks) for word in words):
        return False
    return all(start in words if len(start) <= 2 else _begins(start, words) for start in sign.has)


def _begins(start: str, words: Sequence[str]) -> bool:
    return any(word.startswith(start) for word in words)


def _score(proposal: Proposal, base: str, above: Sequence[Sequence[Cell]], depth: int) -> float:
    """Sure columns count, columns of this base alone count more; a name must be among them."""
    names = set(proposal.mapping.values())
    if len(names) < 2 or not names & {"full_name", "full_name.last"}:
        return 0.0
    own = {each.name for each in REGISTERS[base]}
    others = {each.name for other, columns in REGISTERS.items() if other != base for each in columns}
    score = sum(proposal.confidence.values())
    score += _LEAD * len(names & (own - others))
    titles = folded(" ".join(str(cell) for row in above for cell in row if cell != ""))
    said = {other for other, words in _TITLES.items() if any(word in titles for word in words)}
    if said == {base}:
        score += 2 * _LEAD
    places = {name: index for index, name in proposal.mapping.items()}
    other = _OTHER_PERSON[base]
    if other in places and min(places.get(name, len(places)) for name in _PERSON) < places[other]:
        score += 3 * _LEAD  # a base begins with its own people
    return score - 0.1 * (depth - 1)
