"""PDF by Typst: its own Cyrillic font, no date inside, so that the bytes come out the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typst

FONT = "Libertinus Serif"


def quoted(text: str) -> str:
    """A Typst string; line ends become line breaks of the cell."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def cells(texts: Sequence[str]) -> str:
    return "".join(f"[#{quoted(text)}]," for text in texts)


def head(margin_cm: float, size_pt: float, *, page: str = "a4", flipped: bool = False) -> str:
    return (
        "#set document(date: none)\n"
        f'#set page("{page}", margin: {margin_cm}cm, flipped: {str(flipped).lower()}, numbering: "1")\n'
        f'#set text(font: "{FONT}", lang: "ru", size: {size_pt}pt, hyphenate: false)\n#set par(justify: false)\n'
    )


def lines(texts: Sequence[str], align: str, *, bold: bool = False) -> str:
    weight = "bold" if bold else "regular"
    text = " \\ ".join(f"#{quoted(line)}" for line in texts)
    return f'#align({align})[#text(weight: "{weight}")[{text}]]\n'


def write(source: str, path: Path) -> None:
    typst.compile(source.encode(), output=str(path), ignore_system_fonts=True)
