"""`plans`: a road map and its sections. `lines`: lines, parties, sub-items, revisions, decisions.
`occurrences`: the dates of a line and what proves them. `imports`: documents on their way in.
"""

from nastavnik.roadmaps.models.imports import ImportedLine, RoadmapImport
from nastavnik.roadmaps.models.lines import LineDecision, LineRevision, ResponsibleParty, RoadmapLine, SubItem
from nastavnik.roadmaps.models.occurrences import Evidence, Occurrence
from nastavnik.roadmaps.models.plans import Baseline, Roadmap, RoadmapSection

__all__ = [
    "Baseline",
    "Evidence",
    "ImportedLine",
    "LineDecision",
    "LineRevision",
    "Occurrence",
    "ResponsibleParty",
    "Roadmap",
    "RoadmapImport",
    "RoadmapLine",
    "RoadmapSection",
    "SubItem",
]
