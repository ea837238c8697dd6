"""Builds `build/fonts`: PT Sans as whole TrueType files, for PDF. The npm package holds it cut into alphabets."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

from tools import stamps

ROOT = stamps.ROOT
FILES = ROOT / "frontend" / "node_modules" / "@fontsource" / "pt-sans" / "files"
OUT = ROOT / "build" / "fonts"

STYLES = {"Regular": "400-normal", "Bold": "700-normal", "Italic": "400-italic", "BoldItalic": "700-italic"}
SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
# Tables that merging cannot join, and hints for screens.
LEFT_OUT = ["GSUB", "GPOS", "GDEF", "kern", "DSIG", "hdmx", "VDMX", "LTSH", "gasp", "fpgm", "prep", "cvt "]


def build() -> None:
    """Build beside `build/fonts`, then put the result in its place."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    fresh = OUT.with_name("fonts.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, style in STYLES.items():
        _merged(style, fresh / f"PTSans-{name}.ttf")
    shutil.rmtree(OUT, ignore_errors=True)
    fresh.rename(OUT)


def _merged(style: str, target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts, made = [], 0
        for subset in SUBSETS:
            # The older packing of the two, which Python's own zlib reads.
            font = TTFont(FILES / f"pt-sans-{subset}-{style}.woff", recalcTimestamp=False)
            font.flavor = None
            made = max(made, font["head"].modified)
            parts.append(Path(folder) / f"{subset}.ttf")
            font.save(parts[-1])
        merged = Merger(Options(drop_tables=LEFT_OUT)).merge([str(part) for part in parts])
        # Merging writes the time of day into it. The same package must give the same font: the bytes of a document
        # are those of its fonts too.
        merged["head"].created = merged["head"].modified = made
        merged.recalcTimestamp = False
        merged.save(target)
