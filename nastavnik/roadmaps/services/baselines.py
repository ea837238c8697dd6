"""What was approved, word for word, kept for ever; and whether words may still be changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError
from nastavnik.roadmaps.models import Baseline, Roadmap
from nastavnik.roadmaps.models.plans import WRITABLE, Status


class WordsAreApproved(DomainError):
    code = "roadmap_words_are_approved"
    message = _("The words of this plan are fixed. Take it back from agreement, or prepare a new edition.")


def may_reword(roadmap: Roadmap) -> bool:
    """Words change in a draft or a returned plan; in a plan that was approved on paper alone, as a correction."""
    status = Status(roadmap.status)
    return status in WRITABLE or (status == Status.IN_FORCE and not roadmap.approved_here)


def refuse_rewording(roadmap: Roadmap) -> None:
    """Raises: WordsAreApproved: the words are being agreed, are approved, or lie in the archive."""
    if not may_reword(roadmap):
        raise WordsAreApproved(status=roadmap.status)


def keep_baseline(roadmap: Roadmap) -> Baseline:
    """The words of the plan as they are now, for ever."""
    lines = roadmap.lines.filter(removed_at=None).values(
        "uid", "number", "title", "deadline_text", "schedule", "responsible_text", "result", "section__number",
        "section__title", "relative",
    )  # fmt: skip
    content = {
        "title": roadmap.title,
        "period": [roadmap.starts_on.isoformat(), roadmap.ends_on.isoformat()],
        "lines": [{**line, "uid": str(line["uid"])} for line in lines],
    }
    return Baseline.objects.create(
        roadmap=roadmap, edition=roadmap.edition, order_no=roadmap.order_no, approved_on=roadmap.approved_on,
        content=content,
    )  # fmt: skip
