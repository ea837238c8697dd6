"""Which column a heading meant the last time. The words of headings may name people (a sheet with a column for each
of them), so that only keyed digests of them are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nastavnik.accounts.keyring import ring
from nastavnik.people.models import ColumnMemory, Intake
from nastavnik.people.registers.headings import normal_heading

#: What the digests are bound to.
_PLACE = "people.ColumnMemory.heading"


class Remembered(Mapping[str, str]):
    """Normal form of a heading → column, "" for one that is passed over. One query."""

    def __init__(self, intake: Intake) -> None:
        rows = ColumnMemory.objects.filter(node_id=intake.node_id, side=intake.side)
        self._columns = dict(rows.values_list("heading", "column"))
        self._digest = ring.sealer(intake.node_id).digest

    def __getitem__(self, heading: str) -> str:
        if not self._columns:
            raise KeyError(heading)
        return self._columns[self._digest(heading, _PLACE)]

    def __iter__(self) -> Iterator[str]:
        """Over digests: what was typed is not known."""
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def remember(intake: Intake) -> None:
    """What a person chose for the headings of ``intake``."""
    digest = ring.sealer(intake.node_id).digest
    titles = (intake.headings or {}).get("titles", {})
    chosen = {
        digest(normal, _PLACE): intake.mapping[place]
        for place, title in titles.items()
        if (normal := normal_heading(title))
    }
    ColumnMemory.objects.bulk_create(
        [
            ColumnMemory(node_id=intake.node_id, side=intake.side, heading=heading, column=column)
            for heading, column in chosen.items()
        ],
        update_conflicts=True, unique_fields=["node", "side", "heading"], update_fields=["column"],
    )  # fmt: skip
