"""`plans`: a road map and its sections. `lines`: lines, parties, sub-items, revisions, decisions.
`occurrences`: the dates of a line and what proves them. `rules`: what the data must say. `cascade`: lines handed
down and what was asked of those below. `talk`: comments, presence, calendar addresses, deeds over many lines.
`imports`: documents on their way in. `words`: what mistyped words of a search are compared with. `typical`: answers
to later editions of a typical plan. `prints`: long plans on their way to a file.
"""

from nastavnik.roadmaps.models.cascade import HandDown, HandedLine, PlanRequest
from nastavnik.roadmaps.models.imports import ImportedLine, RoadmapImport
from nastavnik.roadmaps.models.lines import LineDecision, LineRevision, ResponsibleParty, RoadmapLine, SubItem
from nastavnik.roadmaps.models.occurrences import Evidence, Occurrence
from nastavnik.roadmaps.models.plans import Baseline, HeadingRevision, Roadmap, RoadmapSection, Template
from nastavnik.roadmaps.models.prints import Printout
from nastavnik.roadmaps.models.rules import LineRule
from nastavnik.roadmaps.models.talk import BulkDeed, Comment, Feed, Presence
from nastavnik.roadmaps.models.typical import TypicalAnswer
from nastavnik.roadmaps.models.words import SearchWord

__all__ = [
    "Baseline",
    "BulkDeed",
    "Comment",
    "Evidence",
    "Feed",
    "HandDown",
    "HandedLine",
    "HeadingRevision",
    "ImportedLine",
    "LineDecision",
    "LineRevision",
    "LineRule",
    "Occurrence",
    "PlanRequest",
    "Presence",
    "Printout",
    "ResponsibleParty",
    "Roadmap",
    "RoadmapImport",
    "RoadmapLine",
    "RoadmapSection",
    "SearchWord",
    "SubItem",
    "Template",
    "TypicalAnswer",
]
