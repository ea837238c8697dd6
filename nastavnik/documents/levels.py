"""Whose documents a node draws up: of the region, of the district, of an organisation."""

from __future__ import annotations

from nastavnik.documents.library import TEMPLATES, Built
from nastavnik.org import reference
from nastavnik.org.models import Node

_LEVELS = {"centre": "region", "partner": "organisation"}


def level_of(node: Node) -> str:
    """ "region", "district" or "organisation"."""
    return level(node.kind, node.type, levels_of_types())


def level(kind: str, type_code: str, known: dict[str, str]) -> str:
    """The same by the columns of a node, for many of them."""
    if kind == Node.Kind.TERRITORY:
        return "region" if type_code == "region" else "district"
    found = known.get(type_code, "organisation")
    return _LEVELS.get(found, found)


def levels_of_types() -> dict[str, str]:
    """Types of bodies with their levels in the reference list. A site being set up has none yet."""
    try:
        return {entry.code: str(entry.data.get("level", "")) for entry in reference.entries("org_types")}
    except reference.ReferenceMissing:
        return {}


def of_level(name: str) -> list[Built]:
    return [built for built in TEMPLATES.values() if built.level in (name, "any")]
