"""What a plan made of a typical plan answered to the later editions of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.roadmaps.models.lines import RoadmapLine
from nastavnik.roadmaps.models.plans import Roadmap


class TypicalAnswer(Named):
    """``roadmap`` has looked at the line ``typical`` as it stands in ``edition``: it is not offered again until a
    later edition changes it. Written by `services.adoption` alone.
    """

    class Kind(models.TextChoices):
        ADDED = "added", pgettext_lazy("typical line", "taken into the plan")
        TAKEN = "taken", pgettext_lazy("typical line", "new words taken")
        SET_ASIDE = "set_aside", pgettext_lazy("typical line", "marked as not relevant")
        LEFT = "left", pgettext_lazy("typical line", "left as it is with us")

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="typical_answers")
    typical = models.ForeignKey(RoadmapLine, models.CASCADE, related_name="+")
    edition = models.PositiveSmallIntegerField()
    # The edition that the plan stood by before: where it goes back to when the answer is taken back.
    base_edition = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    # The plan's own line, and its version just after the deed: only an untouched one can be turned back.
    line = models.ForeignKey(RoadmapLine, models.SET_NULL, null=True, blank=True, related_name="+")
    line_version = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[TypicalAnswer]] = models.Manager()

    privacy = Privacy(P0="edition base_edition kind line_version made_at made_by", P1="roadmap typical line")

    class Meta:
        ordering: ClassVar = ["roadmap", "-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roadmap", "typical"], name="typical_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.roadmap_id}/{self.typical_id} {self.kind}"
