"""Elements of a look that is known beforehand: a filled document is made of thousands of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial

from nastavnik.documents.tree import Cell, Paragraph, Picture, Run


def run_like(pattern: Run) -> Callable[[str], Run]:
    """Runs of the look of ``pattern``."""
    look = asdict(pattern)
    del look["text"]
    return partial(Run, **look)


def paragraph_like(pattern: Paragraph) -> Callable[[tuple[Run, ...]], Paragraph]:
    look = asdict(pattern)
    del look["runs"]
    return partial(Paragraph, **look)


def cell_like(pattern: Cell) -> Callable[[tuple[Paragraph | Picture, ...]], Cell]:
    look = asdict(pattern)
    del look["blocks"]
    return partial(Cell, **look)
