"""Names of WordprocessingML and how its values are spelled (ISO/IEC 29500-1, 17.18)."""

from __future__ import annotations

import re

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = frozenset({f"{_WORD}.document.main+xml", f"{_WORD}.template.main+xml"})
_OFF = frozenset({"0", "false", "off", "none"})
_LENGTH = re.compile(r"(-?\d{1,7}(?:\.\d{1,6})?)(mm|cm|in|pt|pc|pi)?")
_UNITS = {"mm": 1440 / 25.4, "cm": 14400 / 25.4, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}


def on(parent: etree._Element | None, tag: str) -> bool | None:
    """A switch such as w:b: on, off, or (None) not spoken of."""
    element = None if parent is None else parent.find(W + tag)
    return None if element is None else element.get(f"{W}val", "1") not in _OFF


def value(parent: etree._Element | None, tag: str, attribute: str = "val") -> str | None:
    element = None if parent is None else parent.find(W + tag)
    return None if element is None else element.get(W + attribute)


def length(text: str | None) -> float | None:
    """Twentieths of a point; None for what is no length."""
    found = _LENGTH.fullmatch((text or "").strip())
    return float(found[1]) * _UNITS.get(found[2], 1.0) if found else None


def whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default
