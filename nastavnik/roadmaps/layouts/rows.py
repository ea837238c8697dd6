"""The words of a plan in the cells of a table: sections, merged cells, bulleted parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from nastavnik.documents.tree import Cell, Paragraph, Row, Run
from nastavnik.roadmaps.layouts.slots import REMARKS, Slot, is_subsection
from nastavnik.roadmaps.layouts.words import LineWords, PlanWords, SectionWords
from nastavnik.roadmaps.reader.columns import Role
from nastavnik.roadmaps.reader.numbers import depth

Words = tuple[str, ...]
"""The paragraphs of a cell."""
#: A merged cell taller than this many rows would be read by nobody on its second page.
TALLEST = 12
_MERGED: tuple[Role, ...] = ("term", "term_end", "responsible", "document", "outcome")
_BEFORE_PART = re.compile(r"(?:^|\s)(?:[-–—•·*▪●○■□▫➢✓✔‣◦]\s*|(?:\d{1,2}|[а-яa-z])\)\s*)$")
EMPTY = "–"
#: Parties whose words together are no longer than this stand beside each other, others under each other.
ONE_LINE = 20
_BOUND = re.compile(r"(?<=\d) (?=гг?\.)|(?<=№) (?=\S)")


def table_rows(plan: PlanWords, slots: Sequence[Slot]) -> Iterator[Row]:
    """The rows under the header."""
    return _Rows(plan, slots).rows()


class _Rows:
    def __init__(self, plan: PlanWords, slots: Sequence[Slot]) -> None:
        self.plan = plan
        self.slots = slots
        roles = [slot.role for slot in slots]
        self.has_stages = "stage" in roles
        self.remark = next((role for role in REMARKS if role in roles), None)
        self.result = next((role for role in ("document", "outcome") if role in roles), None)
        self.levels = [slot.title for slot in slots if slot.role == "responsible"]
        self.has_numbers = "number" in roles
        self.ends_apart = "term_end" in roles
        self.numbers_of_stages = self.has_stages and not any(line.number for line in plan.lines)
        self.is_deep = any(depth(line.number) > 1 for line in plan.lines)
        self.taken: dict[Role, Callable[[LineWords], Words]] = {
            "activity": self._activity,
            "stage": self._stage,
            "substage": lambda line: (line.subsection,) if is_subsection(line.subsection) else (),
            "number": self._number,
            "term": self._term,
            "term_end": self._term_end,
        }

    # ------------------------------------------------------------------ rows

    def rows(self) -> Iterator[Row]:
        empty = self._empty_sections()
        for section, group in groupby(self.plan.lines, key=lambda line: line.section):
            lines = list(group)
            if section is not None and not self.has_stages:
                while empty and empty[0] < section:
                    yield self._heading(self.plan.sections[empty.pop(0)])
                yield self._heading(self.plan.sections[section], lines[0])
            yield from self._lines(lines)
        yield from (self._heading(self.plan.sections[place]) for place in empty)

    def _empty_sections(self) -> list[int]:
        """Sections without lines have a heading too, unless only some lines were asked for."""
        if self.has_stages or self.plan.chosen:
            return []
        filled = {line.section for line in self.plan.lines}
        return [place for place in range(len(self.plan.sections)) if place not in filled]

    def _heading(self, section: SectionWords, first: LineWords | None = None) -> Row:
        """Over the whole width; with a term of its own, where a reader will still know it for a section."""
        width = len(self.slots)
        terms = [place for place, slot in enumerate(self.slots) if slot.role == "term"]
        told = not section.term or section.term in section.title
        deeper = depth(section.number) == 1 and first is not None and (self.is_deep or depth(first.number) > 1)
        if told or not (self.slots[0].role == "number" and deeper and terms and terms[0] > 1):
            words = section.heading if told else f"{section.heading} ({section.term})"
            return Row((_cell((words,), bold=True, colspan=width),))
        place = terms[0]
        cells = [_cell((section.number,), bold=True), _cell((section.title,), bold=True, colspan=place - 1)]
        cells.append(_cell((section.term,), bold=True))
        if width > place + 1:
            cells.append(_cell((), colspan=width - place - 1))
        return Row(tuple(cells))

    def _lines(self, lines: list[LineWords]) -> Iterator[Row]:
        table = [[self._words(slot, line) for slot in self.slots] for line in lines]
        for line, row in zip(lines, table, strict=True):
            if depth(line.number) < 2:
                self._told_by_a_dash(row)
        spans = [self._spans(slot, [row[place] for row in table]) for place, slot in enumerate(self.slots)]
        for at, row in enumerate(table):
            cells = [
                _cell(words, rowspan=spans[place][at], parts=self.slots[place].role == "activity")
                for place, words in enumerate(row)
                if spans[place][at]
            ]
            yield Row(tuple(cells))

    def _spans(self, slot: Slot, column: list[Words]) -> list[int]:
        """For each row how many rows its cell takes; 0 where the cell from above goes on."""
        above = slot.role in ("stage", "substage") or (slot.role == "number" and self.numbers_of_stages)
        if not above and not (self.plan.merges and slot.role in _MERGED):
            return [1] * len(column)
        spans: list[int] = []
        start = 0
        for at, words in enumerate(column):
            goes_on = at > 0 and words and words == column[start] and (above or at - start < TALLEST)
            if goes_on:
                spans[start] += 1
            else:
                start = at
            spans.append(0 if goes_on else 1)
        return spans

    def _told_by_a_dash(self, row: list[Words]) -> None:
        """A line with a title and nothing else looks like a heading: a dash in its term says that it is none."""
        told = [slot.role for slot, words in zip(self.slots, row, strict=True) if words]
        if set(told) <= {"number", "activity", "stage", "substage"}:
            blank = next(
                (place for place, slot in enumerate(self.slots) if slot.role in ("term", "responsible")), None
            )
            if blank is not None:
                row[blank] = (EMPTY,)

    # ------------------------------------------------------------------ cells

    def _words(self, slot: Slot, line: LineWords) -> Words:
        role = slot.role
        if role in self.taken:
            return self.taken[role](line)
        if role == "responsible":
            return self._responsible(slot, line)
        if role in ("month", "quarter"):
            return ("+",) if slot.title in line.term.split(", ") else ()
        if role == self.result:
            return _one(line.result)
        return _one(line.remark) if role == self.remark else ()

    def _number(self, line: LineWords) -> Words:
        if self.numbers_of_stages and line.section is not None:
            return _one(self.plan.sections[line.section].number)
        return _one(line.number)

    def _stage(self, line: LineWords) -> Words:
        if line.section is None:
            return ()
        section = self.plan.sections[line.section]
        words = section.title if self.numbers_of_stages and self.has_numbers else section.heading
        told = not section.term or section.term in section.title
        return (words if told else f"{words} ({section.term})",)

    def _activity(self, line: LineWords) -> Words:
        title, *parts = divided(line.title, line.parts)
        number = line.number if line.number and not self.has_numbers else ""
        return (f"{number} {title}".strip(), *parts)

    def _term(self, line: LineWords) -> Words:
        return _one(line.term.split(" – ")[0] if self.ends_apart and line.term.count(" – ") == 1 else line.term)

    def _term_end(self, line: LineWords) -> Words:
        return _one(line.term.split(" – ")[1] if line.term.count(" – ") == 1 else "")

    def _responsible(self, slot: Slot, line: LineWords) -> Words:
        if ", ".join(text for text, _column in line.parties) != line.responsible:
            return _one(line.responsible) if slot.title == self.levels[0] else ()
        *others, last = [text for text, column in line.parties if self._level(column) == slot.title] or [""]
        if len(", ".join([*others, last])) <= ONE_LINE:
            return _one(", ".join([*others, last]))
        return tuple([f"{text}," for text in others] + [last])

    def _level(self, column: str) -> str:
        """The column of the sheet that ``column`` of the document is."""
        return next((title for title in self.levels if column and title.endswith(column)), self.levels[0])


def divided(title: str, parts: Sequence[str]) -> list[str]:
    """The title and its bulleted parts, each a paragraph; joined by blanks they are the title as it was.

    Parts that the title does not spell out follow it with a dash.
    """
    if not parts:
        return [title]
    cuts: list[int] = []
    at = 0
    for part in parts:
        found = title.find(part, at)
        before = _BEFORE_PART.search(title, 0, found) if found >= 0 else None
        if before is None:
            return [title, *(f"– {part}" for part in parts)]
        cuts.append(before.start())
        at = found + len(part)
    pieces = [title[start:end].strip() for start, end in zip([0, *cuts], [*cuts, len(title)], strict=True)]
    return [piece for piece in pieces if piece]


def bound(text: str) -> str:
    """``text`` with «2026 г.» and «№ 5» kept on one line; a reader takes such blanks for blanks."""
    return _BOUND.sub("\u00a0", text) if "г." in text or "№" in text else text


def _one(text: str) -> Words:
    return (text,) if text else ()


def _cell(words: Words, *, bold: bool = False, colspan: int = 1, rowspan: int = 1, parts: bool = False) -> Cell:
    hanging = 3.0 if parts and len(words) > 1 else 0.0
    blocks = [
        Paragraph((Run(bound(text), bold=bold),), left=hanging if place else 0, hanging=hanging if place else 0)
        for place, text in enumerate(words)
    ]
    return Cell(tuple(blocks), colspan=colspan, rowspan=rowspan)
