"""How a paragraph and a run look once the defaults, the styles and their own words about it are put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from nastavnik.documents.reading.names import W, length, on, value, whole

Props = dict[str, Any]
"""Only what is spoken of. Lengths are twentieths of a point, ``size`` is in points."""
_HEADING = re.compile(r"(?i)(?:heading|заголовок) ?([1-9])")
_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")
#: Where nothing says otherwise, Word writes by this.
_WORDS_OWN = 10.0


@dataclass(slots=True)
class _Style:
    kind: str
    based_on: str | None
    paragraph: Props
    run: Props
    bordered: bool | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document; `paragraph` and `run` answer for an element of its text."""

    styles: dict[str, _Style] = field(default_factory=dict)
    paragraph_defaults: Props = field(default_factory=dict)
    run_defaults: Props = field(default_factory=dict)
    usual: dict[str, str] = field(default_factory=dict)
    """The default style of each kind."""
    _whole: dict[str, _Style] = field(default_factory=dict)

    @property
    def size(self) -> float:
        """Of the text of an ordinary paragraph, in points."""
        ordinary = self._chain(self.usual.get("paragraph")).run
        return float({**self.run_defaults, **ordinary}.get("size", _WORDS_OWN))

    def paragraph(self, look: etree._Element | None, table: str | None = None) -> Props:
        style = self._chain(self.style_of(look))
        return {
            **self.paragraph_defaults,
            **self._chain(table).paragraph,
            **style.paragraph,
            **paragraph_props(look),
        }

    def style_of(self, look: etree._Element | None) -> str | None:
        return value(look, "pStyle") or self.usual.get("paragraph")

    def run(self, look: etree._Element | None, paragraph: str | None, table: str | None = None) -> Props:
        return {
            **self.run_defaults,
            **self._chain(table).run,
            **self._chain(paragraph).run,
            **self._chain(value(look, "rStyle")).run,
            **run_props(look),
        }

    def is_bordered(self, table: str | None) -> bool:
        return bool(self._chain(table or self.usual.get("table")).bordered)

    def _chain(self, name: str | None) -> _Style:
        """A style with what it inherits."""
        if name is None or name not in self.styles:
            return _Style("", None, {}, {})
        if name not in self._whole:
            line, seen = [], set()
            each: str | None = name
            while each is not None and each in self.styles and each not in seen:
                seen.add(each)
                line.append(self.styles[each])
                each = self.styles[each].based_on
            whole = _Style("", None, {}, {})
            for style in reversed(line):
                whole.paragraph.update(style.paragraph)
                whole.run.update(style.run)
                whole.bordered = style.bordered if style.bordered is not None else whole.bordered
            self._whole[name] = whole
        return self._whole[name]


def styles_of(root: etree._Element | None) -> Styles:
    styles = Styles()
    if root is None:
        return styles
    styles.paragraph_defaults = paragraph_props(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
    styles.run_defaults = run_props(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    for element in root.iterfind(f"{W}style"):
        name, kind = element.get(f"{W}styleId", ""), element.get(f"{W}type", "")
        look = paragraph_props(element.find(f"{W}pPr"))
        heading = _HEADING.fullmatch(value(element, "name") or "")
        if heading and "outline" not in look:
            look["outline"] = int(heading[1]) - 1
        borders = element.find(f"{W}tblPr/{W}tblBorders")
        styles.styles[name] = _Style(
            kind, value(element, "basedOn"), look, run_props(element.find(f"{W}rPr")), bordered(borders)
        )
        if element.get(f"{W}default") in ("1", "true", "on"):
            styles.usual[kind] = name
    return styles


def bordered(borders: etree._Element | None) -> bool | None:
    """Whether any side is drawn; None where nothing is said of any."""
    said = [] if borders is None else [side for name in _SIDES if (side := borders.find(W + name)) is not None]
    return any(side.get(f"{W}val") not in ("none", "nil") for side in said) if said else None


def paragraph_props(look: etree._Element | None) -> Props:
    if look is None:
        return {}
    props: Props = {}
    if (align := value(look, "jc")) is not None:
        props["align"] = align
    _indents(look.find(f"{W}ind"), props)
    _spacing(look.find(f"{W}spacing"), props)
    for name, tag in (("keep", "keepNext"), ("contextual", "contextualSpacing"), ("new_page", "pageBreakBefore")):
        if (said := on(look, tag)) is not None:
            props[name] = said
    if (outline := value(look, "outlineLvl")) is not None:
        props["outline"] = whole(outline, 9)
    if look.find(f"{W}framePr") is not None:
        props["frame"] = True
    return props


def _indents(element: etree._Element | None, props: Props) -> None:
    if element is None:
        return
    left = length(element.get(f"{W}left") or element.get(f"{W}start"))
    if left is not None:
        props["left"] = left
    hanging, first = length(element.get(f"{W}hanging")), length(element.get(f"{W}firstLine"))
    if hanging is not None or first is not None:
        props["first"] = -hanging if hanging is not None else first


def _spacing(element: etree._Element | None, props: Props) -> None:
    if element is None:
        return
    for side in ("before", "after"):
        if element.get(f"{W}{side}Autospacing") in ("1", "true", "on"):
            props[side] = 280.0
        elif (said := length(element.get(W + side))) is not None:
            props[side] = said
    if (line := length(element.get(f"{W}line"))) is not None:
        props["line"], props["rule"] = line, element.get(f"{W}lineRule", "auto")


def run_props(look: etree._Element | None) -> Props:
    if look is None:
        return {}
    props: Props = {}
    for name, tag in (
        ("bold", "b"), ("italic", "i"), ("caps", "caps"), ("small_caps", "smallCaps"), ("hidden", "vanish"),
        ("struck", "strike"), ("struck_twice", "dstrike"),
    ):  # fmt: skip
        if (said := on(look, tag)) is not None:
            props[name] = said
    size = length(value(look, "sz"))
    if size is not None and 1 <= size <= 3276:
        props["size"] = round(size) / 2
    if (underline := value(look, "u")) is not None:
        props["underline"] = underline != "none"
    if (raised := value(look, "vertAlign")) is not None:
        props["raised"] = "" if raised == "baseline" else raised
    return props
