"""Sections of a plan as they open one after another, and the level between section and line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nastavnik.roadmaps.reader.document import Cell
from nastavnik.roadmaps.reader.entries import Entry, Heading
from nastavnik.roadmaps.reader.numbers import depth, parts, split_number, style
from nastavnik.roadmaps.reader.wording import bare, join_lines, tidy

_SECTION_WORD = re.compile(
    r"^(?:раздел|этап|блок|модуль|направление|часть|\d+\s*этап|[ivx]+\s*этап|\w+ый этап|\w+ой этап)\b", re.I
)


@dataclass(slots=True)
class Signs:
    """What a row, and the table around it, show of whether the row heads others."""

    wide: bool
    """The title is merged over the table."""
    term: bool
    """Beside the title stands a term, and nothing else."""
    children: bool
    """The next number counts on below this one."""
    deep: bool
    """Somewhere in the table stand numbers like 1.1."""
    bold_tells: bool
    """Some titles are bold, most are not."""
    lone_tells: bool
    """Titles alone in their row are rare, and a full row follows this one."""
    numbered: bool
    stage: bool
    """The table has a column of stages."""
    activity_col: int


def looks_like_section(title: Cell, number: str, signs: Signs) -> bool:
    """Weighs width, bold, capitals, the level of the number, what follows."""
    text = tidy(title.text)
    found = split_number(text, spaced=True)
    label = number or (found.number if found else "")
    level = depth(label)
    if signs.wide and not signs.term:
        return True
    if signs.children and level == 1:
        return True
    if signs.term:
        return level == 1 and signs.deep and title.bold
    if (signs.stage and not title.bold) or title.col > signs.activity_col:
        return False
    if number and level > 1:
        return False
    if (level == 1 and signs.deep) or style(label) == "roman" or _SECTION_WORD.match(text):
        return True
    capitals = text.isupper() and len(text) > 5
    bold = title.bold and signs.bold_tells
    if number:
        return bold and capitals
    if capitals or bold or title.col < signs.activity_col:
        return True
    unlike = signs.numbered or signs.lone_tells
    return unlike and (text[:1].isupper() or bool(found)) and not text.endswith((".", ";"))


class Sections:
    """The open section. Knows which styles of number belong to which level."""

    def __init__(self, headings: list[Heading], entries: list[Entry]) -> None:
        self.headings = headings
        self.entries = entries
        self.current: Heading | None = None
        self.subsection: str | None = None
        self._below: set[str] = set()
        self._style = ""
        self._entries_at_opening = 0

    def open_row(self, title: Cell, number: str) -> Heading:
        """A row of the table that heads what follows it."""
        lines = [run.whole for run in title.runs]
        found = None if number else split_number(join_lines(lines), spaced=True)
        words = found.words if found else ""
        text = found.rest if found else join_lines(lines)
        return self.open(number or (found.number if found else ""), text, words, title.place)

    def open(self, number: str, title: str, words: str, place: str) -> Heading:
        kind = style(number)
        heading = Heading(number, tidy(title), words, places=[place])
        if self.current is not None and self._is_below(self.current, number, kind):
            self._below.add(kind)
            self.subsection = tidy(f"{number} {title}") if number and not words else tidy(title)
            self.current.places.append(place)
            return heading
        self._begin(heading, kind)
        return heading

    def _is_below(self, current: Heading, number: str, kind: str) -> bool:
        if depth(number) > 1 and parts(number)[:1] == parts(current.number)[:1]:
            return True
        if kind in self._below and kind != self._style:
            return True
        nothing_yet = len(self.entries) == self._entries_at_opening and current is self.headings[-1]
        return nothing_yet and bool(kind) and kind != self._style and current.cell is None

    def _begin(self, heading: Heading, kind: str) -> None:
        self.headings.append(heading)
        self.current = heading
        self.subsection = None
        self._style = kind
        self._below.discard(kind)
        self._entries_at_opening = len(self.entries)

    def open_stage(self, cell: Cell, number: str) -> None:
        """A merged cell of the first column; the same words again continue the section they named."""
        text = join_lines([run.whole for run in cell.runs])
        found = None if number else split_number(text)
        title = tidy(found.rest if found else text)
        if self.current is not None and bare(self.current.title) == bare(title):
            self.current.places.append(cell.place)
            return
        known = next((heading for heading in self.headings if bare(heading.title) == bare(title)), None)
        if known:
            self.current, self.subsection = known, None
            return
        number = number or (found.number if found else "")
        heading = Heading(number, title, found.words if found else "", places=[cell.place], cell=cell)
        self._begin(heading, style(number))

    def number(self, heading: Heading, number: str) -> None:
        heading.number = number
        self._style = style(number)

    def extend_title(self, text: str, level: str) -> None:
        """The rest of a stage cell that a page break has cut."""
        if level == "substage" and self.subsection:
            self.subsection = tidy(f"{self.subsection} {text}")
        elif self.current is not None:
            self.current.title = join_lines([self.current.title, text])
