"""The filled-in example: what is offered to be tried out goes through the loading without a fault."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik import jobs
from nastavnik.org.calendar import school_year_of
from nastavnik.people.models import Intake
from nastavnik.people.models.persons import Group
from nastavnik.people.services.persons import group_named
from tests.cast import Cast
from tests.people.test_intake import lists

__all__ = ["lists"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("side", "count"), [("mentee", 6), ("mentor", 5)])
def test_the_example_is_loaded_without_a_fault(client: Client, lists: Cast, side: str, count: int) -> None:
    client.force_login(lists.curator)
    for name in ("5А", "6А", "7Б", "8А", "9А", "10А", "10Б", "11А"):
        group_named(lists.school, name)
    assert Group.objects.filter(node=lists.school).count() == 8
    answer: Any = client.get(reverse("people:intake-example") + f"?side={side}")
    content = b"".join(answer.streaming_content)

    client.post(
        reverse("people:intakes"),
        {
            "node": str(lists.school.uid), "side": side, "model": "learners",
            "school_year": str(school_year_of(timezone.localdate()).start_year),
            "file": SimpleUploadedFile("example.xlsx", content),
        },
    )  # fmt: skip

    intake = Intake.objects.get()
    jobs.run_all()
    intake.refresh_from_db()
    assert intake.counts.get("new") == count
    assert not any(intake.counts.get(code) for code in ("wrong", "twin", "like"))
