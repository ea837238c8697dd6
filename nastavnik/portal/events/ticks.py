"""What was ticked on a page: keys of the rows that the reader may see, whatever else was sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from nastavnik.accounts.requests import SignedIn
from nastavnik.people.models import Participation


def uids_of(request: SignedIn, name: str) -> list[uuid.UUID]:
    """Torn ones are left out."""
    found = []
    for text in request.POST.getlist(name):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def keys_of(request: SignedIn, name: str, rows: Any) -> list[int]:
    """The keys of those of ``rows`` that were ticked."""
    return list(rows.filter(uid__in=uids_of(request, name)).values_list("pk", flat=True))


def one_each(rows: Iterable[Participation]) -> list[Participation]:
    """Whoever stands in a base twice, in two models, is asked once."""
    return list({row.person_id: row for row in rows}.values())
