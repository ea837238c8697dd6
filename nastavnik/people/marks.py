"""Keyed marks: what the database may compare without knowing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nastavnik.accounts.keyring import ring
from nastavnik.people.cards import full_name

# What the digest of a name is bound to; the same words elsewhere give another digest.
NAME = "people.Person.name"


def normal_name(card: Mapping[str, Any]) -> str:
    """The same for «Алёна Петрова-Кузьмина» however it is spelled."""
    return " ".join(full_name(card).casefold().replace("ё", "е").replace("-", " ").split())


def name_mark(card: Mapping[str, Any], node_id: int) -> str:
    normal = normal_name(card)
    return ring.digest(normal, node_id=node_id, bound_to=NAME) if normal else ""
