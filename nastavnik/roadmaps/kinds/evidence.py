"""What would prove a line of each kind: a figure, a registered document or a held event. The table of the product.

Figures that nobody counts yet are named too: the part that counts them makes their rules work.
"""

from __future__ import annotations

from dataclasses import dataclass

from nastavnik.roadmaps.kinds.papers import ASKING, paper_of

MEASURE, DOCUMENT, EVENT = "measure", "document", "event"


@dataclass(frozen=True)
class Sketch:
    """``code`` names a figure, or a kind of document or event; ``threshold`` is a share of 1 or a number."""

    kind: str
    code: str
    threshold: float | None = None
    exists: bool = False


def _figure(code: str, threshold: float, *, exists: bool = False) -> Sketch:
    return Sketch(MEASURE, code, threshold, exists)


EVIDENCE: dict[str, Sketch] = {
    "org-registry": _figure("org.in_programme", 1),
    "curator-registry": _figure("org.with_curator", 1, exists=True),
    "roadmap-management": _figure("plan.approved", 1, exists=True),
    "roadmap-control": _figure("plan.lines_done", 0.8, exists=True),
    "approval-workflow": _figure("plan.approved", 1, exists=True),
    "local-acts": _figure("documents.package_adopted", 1, exists=True),
    "document-templates": Sketch(DOCUMENT, "typical_regulation", exists=True),
    "program-designer": Sketch(DOCUMENT, "programme", exists=True),
    "program-expertise": _figure("programme.examined", 1),
    "mentee-registry": _figure("people.mentees", 1, exists=True),
    "mentor-registry": _figure("people.mentors", 1, exists=True),
    "consent-management": _figure("people.consents_in_force", 1, exists=True),
    "needs-survey": _figure("survey.requests_collected", 1),
    "mentor-selection": _figure("people.mentors_interviewed", 1, exists=True),
    "mentor-training": _figure("events.mentors_trained", 1, exists=True),
    "matching": _figure("programme.pairs_formed", 1),
    "pair-assignment": Sketch(DOCUMENT, "order_pairs", exists=True),
    "personal-program": _figure("programme.personal_programmes", 1),
    "meeting-journal": _figure("programme.pairs_meeting", 0.9),
    "feedback-collection": _figure("survey.feedback", 0.5),
    "closure": _figure("programme.pairs_closed", 1),
    "process-monitoring": _figure("survey.process_measured", 1),
    "impact-monitoring": _figure("survey.measured_twice", 0.7),
    "indicators": _figure("indicator.filled", 1),
    "reporting-campaigns": _figure("report.sent", 1),
    "stat-reporting": _figure("report.statistics_sent", 1),
    "analytics-recommendations": Sketch(DOCUMENT, "analytical_note"),
    "events": Sketch(EVENT, "event", exists=True),
    "dpo-programs": _figure("events.curators_trained", 1, exists=True),
    "contest": Sketch(EVENT, "contest", exists=True),
    "practice-bank": _figure("practice.published", 1),
    "partner-registry": _figure("people.partners", 1, exists=True),
    "motivation": Sketch(DOCUMENT, "motivation_system", exists=True),
    "effective-contract": Sketch(DOCUMENT, "regulation_on_pay"),
    "public-section": _figure("public.news", 1),
    "consultation-desk": _figure("consultation.answered", 0.9),
    "inclusion-measures": Sketch(DOCUMENT, "access_measures", exists=True),
    "community": Sketch(EVENT, "community_meeting", exists=True),
    "methodical-library": _figure("practice.materials", 1),
    "regional-base": _figure("people.counts_sent", 1, exists=True),
}


def rule_for(capability: str, title: str, result: str = "") -> Sketch | None:
    """What would prove a line: the document that its words name, else what proves its kind of work."""
    if capability in ASKING and (paper := paper_of(title, result)):
        return Sketch(DOCUMENT, paper, exists=True)
    return EVIDENCE.get(capability)
