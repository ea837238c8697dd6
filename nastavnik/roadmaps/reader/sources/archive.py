"""The door of office files, telling its refusals as the reader does."""

from __future__ import annotations

from pathlib import Path

from nastavnik.documents.office.packages import Package
from nastavnik.roadmaps.reader.refusals import Unreadable


class Archive(Package):
    def __init__(self, path: Path) -> None:
        super().__init__(path, Unreadable)
