"""What a row of a table says of a part in a base, as columns of the database."""

from __future__ import annotations

from typing import Any

from nastavnik.people import official
from nastavnik.people.models import Group, Intake
from nastavnik.people.registers.lists import group_key
from nastavnik.people.services import intake_lists

MOST_CAPACITY = 1_000


class Parts:
    """What a row says of the part in the base, as columns of the database."""

    def __init__(self, intake: Intake) -> None:
        self.side, self.model = intake.side, intake.model
        names = Group.objects.filter(node_id=intake.node_id, closed_on=None).values_list("name", "pk")
        self._groups = {group_key(name): pk for name, pk in names}
        self._entry = intake_lists.default_entry(intake)

    def group_of(self, name: Any, audience: str) -> int | None:
        """Only learners are in a class; what a teacher has in this column is a post."""
        if not name or audience == official.Audience.TEACHER:
            return None
        return self._groups.get(group_key(str(name)))

    def of(self, values: dict[str, Any]) -> dict[str, Any]:
        audience = official.audience_of(values, self.side, self.model)
        group = self.group_of(values.get("group_or_position"), audience)
        return {
            "audience": str(audience),
            "form": values.get("form") or "",
            "source": values.get("source") or "",
            "category": values.get("category") or "",
            "group_id": group,
            "capacity": capacity_of(values.get("max_units")),
            "entered_on": values.get("entry_date") or self._entry,
            "ended_on": values.get("end_date") or None,
            "details": official.details_of(values, self.side, of_group=group is not None),
        }


def capacity_of(said: Any) -> int | None:
    return said if isinstance(said, int) and 0 <= said <= MOST_CAPACITY else None
