"""Bytes of a PDF are those of its fonts too: every set-up must build the very same ones."""

from __future__ import annotations

import hashlib

from nastavnik.documents.fingerprints import WRITERS
from nastavnik.documents.writers.pdf import FONTS


def test_fonts_are_those_that_the_number_of_the_writers_stands_for() -> None:
    found = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in FONTS.glob("*.ttf")}
    # Whoever changes the fonts raises WRITERS: kept documents are then not drawn anew to compare.
    assert (WRITERS, found) == (
        3,
        {
            "PTSans-Regular": "4c53a8640f35f501",
            "PTSans-Bold": "645ff14226260f72",
            "PTSans-Italic": "90cd2fb814b7dfb7",
            "PTSans-BoldItalic": "b08d3bb3a246622b",
        },
    )
