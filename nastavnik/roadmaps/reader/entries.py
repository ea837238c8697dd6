"""What the rows of a table give before terms and parties are read: entries under sections."""

from __future__ import annotations

from dataclasses import dataclass, field

from nastavnik.roadmaps.reader.columns import Role
from nastavnik.roadmaps.reader.plan import Flag


@dataclass(slots=True, eq=False)
class Heading:
    """A section as the table shows it."""

    number: str
    title: str
    number_text: str = ""
    term: str = ""
    places: list[str] = field(default_factory=list)
    cell: object | None = None
    """The merged stage cell it came from: the same cell never opens two sections."""


@dataclass(slots=True, eq=False)
class Entry:
    """One activity with the words of its columns, a list of lines to each role."""

    number: str
    title: list[str]
    section: Heading | None
    subsection: str | None = None
    fields: dict[Role, list[str]] = field(default_factory=dict)
    parties: list[tuple[str, list[str]]] = field(default_factory=list)
    """(level column, lines) for each responsible column, left to right."""
    months: list[str] = field(default_factory=list)
    month_notes: list[str] = field(default_factory=list)
    places: dict[Role, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    inherited: bool = False
    should_count: bool = False
    """The table numbers most of its rows, so a line without a number is worth a look."""
    page: int = 1

    def words(self, *roles: Role) -> str:
        return " ".join(line for role in roles for line in self.fields.get(role, []))


@dataclass(slots=True)
class Gathered:
    """All that the tables of one document gave, in order."""

    headings: list[Heading] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
