"""Which version of a questionnaire is given out today."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik.org import reference
from nastavnik.surveys.models import Questionnaire
from nastavnik.surveys.questions import can_be_asked, content_of
from nastavnik.surveys.refusals import UnknownQuestionnaire

#: Its completion is what `people.readiness` calls a questionnaire.
CANDIDATE = "intake.mentor_candidate"
LEARNER_REQUEST, TEACHER_REQUEST = "intake.learner_request", "intake.teacher_request"
#: Given out when the bases are put together; later ones come with programmes and pairs.
OF_INTAKE = (CANDIDATE, LEARNER_REQUEST, TEACHER_REQUEST)


def offered() -> dict[str, str]:
    """Code → title of those that may be given out. Empty where the reference lists are not loaded."""
    known = reference.titles("questionnaires")
    return {code: known[code] for code in OF_INTAKE if code in known}


def definition(code: str) -> dict[str, Any]:
    """The content of ``code`` as the reference lists stand today.

    Raises: UnknownQuestionnaire, ReferenceMissing.
    """
    entries = {entry.code: entry for entry in reference.entries("questionnaires")}
    scales = {entry.code: entry.data for entry in reference.entries("scales")}
    if code not in entries:
        raise UnknownQuestionnaire
    content = content_of(entries[code].data, scales)
    if not can_be_asked(content):
        raise UnknownQuestionnaire
    return content


@transaction.atomic
def in_use(code: str) -> Questionnaire:
    """The newest version: made anew where the reference lists changed since somebody answered the last one.

    Raises: UnknownQuestionnaire, ReferenceMissing.
    """
    content = definition(code)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    last = Questionnaire.objects.select_for_update().filter(code=code).order_by("-number").first()
    if last is not None and last.digest == digest:
        return last
    told = {
        "title": content["questionnaire"]["title_ru"], "role": content["questionnaire"].get("role", ""),
        "content": content, "digest": digest,
    }  # fmt: skip
    if last is not None and last.frozen_at is None:
        Questionnaire.objects.filter(pk=last.pk).update(**told)
        last.refresh_from_db()
        return last
    return Questionnaire.objects.create(code=code, number=last.number + 1 if last else 1, **told)


def freeze(questionnaire: Questionnaire) -> None:
    """Somebody has answered: from now on these are the questions they answered."""
    Questionnaire.objects.filter(pk=questionnaire.pk, frozen_at=None).update(frozen_at=timezone.now())
