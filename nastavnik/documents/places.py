"""Where a remark to a document may stand: at a field of its form."""

from __future__ import annotations

import uuid

from nastavnik.documents.contents import built_of
from nastavnik.documents.models import Paper


def place_of(paper: Paper, name: str) -> uuid.UUID:
    """The same for one field of one document always, so that nothing has to be kept."""
    return uuid.uuid5(paper.uid, name)


def places_of(paper: Paper) -> dict[uuid.UUID, str]:
    """Titles of the fields by their places, in the order of the form.

    Raises: UnknownKind.
    """
    return {place_of(paper, field.name): field.title for field in built_of(paper.code).form.own}
