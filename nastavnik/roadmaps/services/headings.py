"""The history of a plan's heading, by which edits of different fields are kept together."""

from __future__ import annotations

from typing import Any

from nastavnik.accounts.models import User
from nastavnik.roadmaps.models import HeadingRevision, Roadmap

HEADING = (
    "title", "organisation_text", "model", "starts_on", "ends_on", "approval", "order_no", "approved_on",
    "approver_position", "approver_name",
)  # fmt: skip


def keep_heading(changed: Roadmap, *, actor: User | None) -> None:
    """Keep what the heading says until ``changed`` is written. 2 queries.

    Every deed that raises the version of a plan calls this just before it writes, with the plan locked.
    """
    stood = Roadmap.objects.values("version", *HEADING).get(pk=changed.pk)
    version = stood.pop("version")
    former = {name: _plain(value) for name, value in stood.items() if value != getattr(changed, name)}
    HeadingRevision.objects.create(roadmap_id=changed.pk, version=version, values=former, made_by=actor)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
