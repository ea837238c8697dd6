"""Words on a page into lines, and lines of a cell into the paragraphs their author typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from nastavnik.roadmaps.reader.numbers import is_bullet
from nastavnik.roadmaps.reader.wording import join_lines


@dataclass(slots=True)
class Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool = False

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class TextLine:
    words: list[Word]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def bold(self) -> bool:
        return sum(word.bold for word in self.words) * 2 > len(self.words)

    @property
    def blank(self) -> float:
        """The width of a blank between words, roughly."""
        return max(0.22 * (self.bottom - self.top), 2.0)

    def divided(self, blanks: float = 12) -> str:
        """The text with tabs where the gap between words is so many times wider than a blank."""
        out = self.words[0].text
        for before, word in pairwise(self.words):
            out += ("\t" if word.x0 - before.x1 > blanks * self.blank else " ") + word.text
        return out


def lines_of(words: Iterable[Word]) -> list[TextLine]:
    """Words whose middles are at one height are a line, left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda each: ((each.top + each.bottom) / 2, each.x0)):
        middle = (word.top + word.bottom) / 2
        if rows:
            last = rows[-1]
            centre = sum((each.top + each.bottom) / 2 for each in last) / len(last)
            if abs(middle - centre) < 0.45 * max(word.height, 4):
                last.append(word)
                continue
        rows.append([word])
    return [TextLine(sorted(row, key=lambda each: each.x0)) for row in rows]


def paragraphs_of(lines: list[TextLine], room: float, known: frozenset[str]) -> list[tuple[str, bool]]:
    """(text, bold) of each paragraph of a cell whose lines may be `room` wide."""
    groups: list[list[TextLine]] = []
    pitch = min((b.top - a.top for a, b in pairwise(lines)), default=0.0)
    for line in lines:
        if groups and not _breaks(groups[-1][-1], line, room, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        (join_lines([line.text for line in group], known), sum(line.bold for line in group) * 2 > len(group))
        for group in groups
    ]


def _breaks(before: TextLine, line: TextLine, room: float, pitch: float) -> bool:
    """True where the author ended a paragraph: the next word would have fitted, or the line begins like a new one."""
    text = before.text.rstrip()
    if re.search(r"[а-яё]-$", text) and line.text[:1].islower():
        return False
    if is_bullet(line.text) or (pitch and line.top - before.top > 1.45 * pitch):
        return True
    first = line.words[0]
    used = before.x1 - before.x0
    fits = used + before.blank + (first.x1 - first.x0) <= room - 1.5
    if not fits:
        return False
    if re.search(r"[,(«]$|\b(?:и|в|на|по|с|о|об|для|из|к|от|до|при|не|за|г\.|№)$", text) and line.text[:1].islower():
        return bool(re.search(r",$", text))
    return True
