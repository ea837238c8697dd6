"""The numbers and bullets that Word draws itself, counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        while number >= value:
            out, number = out + sign, number - value
    return out


def drawn(number: int, form: str) -> str:
    """A list number in one of Word's forms."""
    if form in ("upperRoman", "lowerRoman"):
        return roman(number) if form == "upperRoman" else roman(number).lower()
    alphabet = {"russian": _RUSSIAN, "upper": _LATIN, "lower": _LATIN}.get(re.sub(r"(Lower|Upper|Letter)$", "", form))
    if alphabet:
        letter = alphabet[(number - 1) % len(alphabet)]
        return letter.upper() if form in ("russianUpper", "upperLetter") else letter
    return f"{number:02d}" if form == "decimalZero" else str(number)


class Mark(NamedTuple):
    """What Word draws before a paragraph of a list. ``form`` and ``text`` are those of the definition."""

    label: str
    num_id: str
    level: int
    value: int
    form: str
    text: str
    abstract: str
    """Lists of one definition count on with each other,"""
    begins: bool
    """unless one of them begins anew: here it does."""


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Style:
    based_on: str | None = None
    num_id: str | None = None
    level: int = 0
    bold: bool | None = None
    heading: bool = False


def _val(parent: etree._Element | None, path: str) -> str | None:
    element = None if parent is None else parent.find(path)
    return None if element is None else element.get(f"{W}val")


def _int(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default


def _bullet(text: str) -> str:
    """Bullets of the fonts Symbol and Wingdings are drawn as the usual one."""
    return "•" if not text or text in "·•o§Øü" or "\ue000" <= text[:1] <= "\uf8ff" else text


class Numbering:
    def __init__(
        self, numbering: etree._Element | None, styles: etree._Element | None, *, counts_empty: bool = False
    ) -> None:
        self._counts_empty = counts_empty
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = _styles(styles) if styles is not None else {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: etree._Element) -> str:
        """The number or bullet in front of the paragraph; counts it, so ask once and in order."""
        mark = self.mark(paragraph)
        return mark.label if mark else ""

    def mark(self, paragraph: etree._Element) -> Mark | None:
        """`label` with what it is made of; counts the paragraph too."""
        num_id, level = self._numbered(paragraph)
        item = self._lists.get(num_id or "")
        shape = item.levels.get(level) if item else None
        if not item or not shape or shape.form == "none" or not (self._counts_empty or _has_text(paragraph)):
            return None
        if shape.form == "bullet":
            return Mark(_bullet(shape.text), num_id or "", level, 0, shape.form, shape.text, item.abstract, False)
        begins = level in item.starts and (num_id or "", level) not in self._begun
        counters = self._counted(item, num_id or "", level, shape)
        label = re.sub(
            r"%(\d)", lambda found: self._drawn(item, counters, int(found[1]) - 1, shape), shape.text
        ).strip()
        return Mark(label, num_id or "", level, counters[level], shape.form, shape.text, item.abstract, begins)

    def _counted(self, item: _List, num_id: str, level: int, shape: _Level) -> dict[int, int]:
        counters = self._counters.setdefault(item.abstract, {})
        for above in range(level):
            counters.setdefault(above, item.levels[above].start if above in item.levels else 1)
        if level in item.starts and (num_id, level) not in self._begun:
            counters[level] = item.starts[level]
        else:
            counters[level] = counters.get(level, shape.start - 1) + 1
        self._begun.add((num_id, level))
        for below in [key for key in counters if key > level]:
            deeper = item.levels.get(below)
            if not deeper or deeper.restart is None or deeper.restart > level:
                del counters[below]
        return counters

    def _drawn(self, item: _List, counters: dict[int, int], level: int, shape: _Level) -> str:
        own = item.levels.get(level, shape)
        return drawn(counters.get(level, own.start), own.form)

    def _numbered(self, paragraph: etree._Element) -> tuple[str | None, int]:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None and own.find(f"{W}numId") is not None:
            return _val(own, f"{W}numId"), _int(_val(own, f"{W}ilvl"), 0)
        style = self._style_of(paragraph)
        level = _int(_val(own, f"{W}ilvl"), style.level if style else 0)
        return (style.num_id, level) if style else (None, 0)

    def _style_of(self, paragraph: etree._Element) -> _Style | None:
        """The style with what it inherits, or None for an unknown name."""
        name = _val(paragraph, f"{W}pPr/{W}pStyle")
        whole, seen = _Style(), set()
        found = False
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            found = True
            if whole.num_id is None and style.num_id is not None:
                whole.num_id, whole.level = style.num_id, style.level
            if whole.bold is None:
                whole.bold = style.bold
            whole.heading = whole.heading or style.heading
            name = style.based_on
        return whole if found else None

    def is_bold(self, paragraph: etree._Element) -> bool:
        style = self._style_of(paragraph)
        return bool(style and style.bold)

    def is_heading(self, paragraph: etree._Element) -> bool:
        style = self._style_of(paragraph)
        return bool(style and style.heading)


def _has_text(paragraph: etree._Element) -> bool:
    """Word numbers an empty paragraph too, but nobody reads such a number unless it stands in a table cell."""
    return any((t.text or "").strip() for t in paragraph.iter(f"{W}t")) or paragraph.getparent().tag == f"{W}tc"  # type: ignore[union-attr] # a paragraph always has a parent


def _level(element: etree._Element) -> _Level:
    restart = _val(element, f"{W}lvlRestart")
    return _Level(
        form=_val(element, f"{W}numFmt") or "decimal",
        text=_val(element, f"{W}lvlText") or "",
        start=_int(_val(element, f"{W}start"), 1),
        restart=_int(restart, 0) if restart is not None else None,
        style=_val(element, f"{W}pStyle"),
    )


def _lists(root: etree._Element) -> dict[str, _List]:
    abstracts = {
        element.get(f"{W}abstractNumId", ""): {
            _int(level.get(f"{W}ilvl"), 0): _level(level) for level in element.findall(f"{W}lvl")
        }
        for element in root.findall(f"{W}abstractNum")
    }
    lists: dict[str, _List] = {}
    for number in root.findall(f"{W}num"):
        abstract = _val(number, f"{W}abstractNumId") or ""
        levels = dict(abstracts.get(abstract, {}))
        starts: dict[int, int] = {}
        for override in number.findall(f"{W}lvlOverride"):
            index = _int(override.get(f"{W}ilvl"), 0)
            whole = override.find(f"{W}lvl")
            if whole is not None:
                levels[index] = _level(whole)
            start = _val(override, f"{W}startOverride")
            if start is not None:
                starts[index] = _int(start, 1)
        lists[number.get(f"{W}numId", "")] = _List(levels, abstract, starts)
    return lists


def _styles(root: etree._Element) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for element in root.findall(f"{W}style"):
        numbered = element.find(f"{W}pPr/{W}numPr")
        bold = element.find(f"{W}rPr/{W}b")
        name = (_val(element, f"{W}name") or "").lower()
        styles[element.get(f"{W}styleId", "")] = _Style(
            based_on=_val(element, f"{W}basedOn"),
            num_id=_val(numbered, f"{W}numId"),
            level=_int(_val(numbered, f"{W}ilvl"), 0),
            bold=None if bold is None else bold.get(f"{W}val", "1") not in ("0", "false"),
            heading=name.startswith(("heading", "заголовок")) or name == "title",
        )
    return styles
