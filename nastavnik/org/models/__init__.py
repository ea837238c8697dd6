"""`nodes`: nodes with their names and places. `facts`: what else is true of a node, and the deeds done to it.
`reference`: versioned lists. `periods` and `plain_order`: how dates and paths are kept.
"""

from nastavnik.org.models.facts import Fact, Reorganisation
from nastavnik.org.models.nodes import Node, NodeName, NodeQuerySet, Placement
from nastavnik.org.models.periods import Dated, DatedQuerySet, valid_on
from nastavnik.org.models.plain_order import PlainOrderField, path_range
from nastavnik.org.models.reference import ReferenceEntry, ReferenceSet, ReferenceVersion

__all__ = [
    "Dated",
    "DatedQuerySet",
    "Fact",
    "Node",
    "NodeName",
    "NodeQuerySet",
    "Placement",
    "PlainOrderField",
    "ReferenceEntry",
    "ReferenceSet",
    "ReferenceVersion",
    "Reorganisation",
    "path_range",
    "valid_on",
]
