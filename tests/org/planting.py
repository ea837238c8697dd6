"""Shorthands to plant a tree by the deeds themselves."""

from __future__ import annotations

import datetime as dt

from nastavnik.org.models import Node
from nastavnik.org.services.nodes import open_node

OPENED_ON = dt.date(2020, 9, 1)


def opened(type: str, name: str, parent: Node | None = None, on: dt.date = OPENED_ON) -> Node:
    territory = type in ("region", "district", "municipality")
    kind = Node.Kind.TERRITORY if territory else Node.Kind.BODY
    return open_node(kind=kind, type=type, full=name, short=name, parent=parent, opened_on=on, actor=None)
