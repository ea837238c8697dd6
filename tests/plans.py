"""Plans to test with: a small one of the cast's school, and what it takes to make others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from nastavnik.roadmaps.models import Evidence, Occurrence, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import evidence, lines, plans
from tests.cast import Cast

BEGIN, END = dt.date(2026, 9, 1), dt.date(2027, 8, 31)
TABLE = """План мероприятий («дорожная карта») по внедрению целевой модели наставничества на 2026-2027 учебный год

№\tМероприятие\tСрок\tОтветственный\tРезультат
1\tИздать приказ о запуске программы наставничества\tдо 10 сентября\tдиректор\tПриказ
2\tПодготовить положение о наставничестве\tпервая неделя октября\tкуратор, рабочая группа\tПоложение
3\tПровести встречу наставников\t1 раз в квартал\tкуратор\tПротокол
4\tОтвечать на вопросы родителей\tпо запросу\tкуратор\t
"""


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    """A plan of the school in force for 2026/27, without lines."""
    made = plans.create_roadmap(
        cast.school, actor=cast.curator, title="План внедрения наставничества", starts_on=BEGIN, ends_on=END
    )
    Roadmap.objects.filter(pk=made.pk).update(status=Status.IN_FORCE)
    made.refresh_from_db()
    return made


@pytest.fixture
def add(cast: Cast, roadmap: Roadmap) -> Callable[..., RoadmapLine]:
    """``add("до 1 октября", title="Приказ")`` puts a line into the plan."""

    def add_line(deadline_text: str = "", *, title: str = "Издание приказа", **words: Any) -> RoadmapLine:
        return lines.add_line(roadmap, actor=cast.curator, title=title, deadline_text=deadline_text, **words)

    return add_line


@pytest.fixture
def prove(cast: Cast) -> Callable[[Occurrence], Evidence]:
    """``prove(occurrence)`` shows by a note that it was done on the first day of the plan."""
    return lambda occurrence: evidence.prove(occurrence, done_on=BEGIN, note="Приказ № 1", actor=cast.curator)
