"""Eight people edit one line at once through their browsers: whatever was answered "saved" is there (G1)."""

from __future__ import annotations

import itertools
import random
import re
import threading
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.roadmaps.models import RoadmapLine
from nastavnik.roadmaps.services import lines
from tests.cast import OPENED_ON

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PEOPLE, EDITS = 8, 5
FIELDS = ("title", "result", "remark", "responsible_text")
FIELD = re.compile(r'name="(\w+)"[^>]*?(?:value="([^"]*)"[^>]*>|>\s*([^<]*)</textarea>)')


class Editor(threading.Thread):
    """Opens the form, adds a tag of their own to one field, sends the form whole; of two versions keeps both."""

    def __init__(self, client: Client, number: int, address: str, together: threading.Barrier) -> None:
        super().__init__()
        self.client, self.number, self.address, self.together = client, number, address, together
        self.saved: list[tuple[str, str]] = []
        self.answers: list[int] = []

    def run(self) -> None:
        chance = random.Random(self.number)
        try:
            for turn in range(EDITS):
                self.edit(chance.choice(FIELDS), f"<{self.number}.{turn}>")
        finally:
            connection.close()

    def edit(self, field: str, tag: str) -> None:
        form = drawn(self.client.get(self.address).content.decode())
        form[field] += tag
        if not self.saved:  # all have the first version open, and there are fewer fields than people
            self.together.wait(timeout=60)
        for _attempt in range(50):
            answer = self.client.post(self.address, form)
            self.answers.append(answer.status_code)
            if answer.status_code == 302:
                self.saved.append((field, tag))
                return
            # The reader of the page of two versions takes theirs and adds their own words again.
            form = drawn(self.client.get(self.address).content.decode())
            form[field] += tag


def drawn(page: str) -> dict[str, str]:
    """The fields of the form of a line as a browser would send them back."""
    page = page.split('class="form"')[-1]
    found = {name: unescape(value or text).lstrip("\n") for name, value, text in FIELD.findall(page)}
    names = ("number", "title", "deadline_text", "responsible_text", "result", "remark", "version")
    return {**{name: found.get(name, "") for name in names}, "control": "quarter", "manual_due_on": ""}


@pytest.fixture
def editors(cast, add) -> list[Editor]:
    line = add("сентябрь", title="Приказ")
    made = []
    together = threading.Barrier(PEOPLE)
    for number in range(PEOPLE):
        user = User.objects.create(email=f"e{number}@example.org", work_name=f"Редактор {number}")
        Grant.objects.create(user=user, role=Role.TEAM_MEMBER, node=cast.school, from_on=OPENED_ON)
        client = Client()
        client.force_login(user)
        made.append(Editor(client, number, reverse("roadmaps:line-edit", args=[line.uid]), together))
    return made


def work(editors: list[Editor]) -> list[tuple[str, str]]:
    """Let all of them edit at once; gives what was answered "saved" and stands neither now nor in the history."""
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    line = RoadmapLine.objects.get()
    said = {field: {getattr(line, field)} for field in FIELDS}
    for revision, field in itertools.product(line.revisions.all(), FIELDS):
        said[field].add(revision.values.get(field) or "")
    saved = [one for editor in editors for one in editor.saved]
    assert len(saved) == PEOPLE * EDITS
    assert {code for editor in editors for code in editor.answers} <= {302, 409}
    assert line.version == 1 + len(saved)
    return [(field, tag) for field, tag in saved if not any(tag in text for text in said[field])]


def test_nothing_that_was_saved_is_lost(editors):
    lost = work(editors)

    line = RoadmapLine.objects.get()
    assert lost == []
    # Each added to what the form was drawn with, so all of it stands in the words of today.
    standing = [tag in getattr(line, field) for editor in editors for field, tag in editor.saved]
    assert all(standing)
    assert any(code == 409 for editor in editors for code in editor.answers)


def test_a_twin_that_trusts_the_form_loses_words(editors, monkeypatch):
    """The same with a server that believes that nothing has changed since: the test has teeth."""
    monkeypatch.setattr(lines, "wording_at", lambda line, version, typed: {})

    work(editors)

    line = RoadmapLine.objects.get()
    assert not all(tag in getattr(line, field) for editor in editors for field, tag in editor.saved)
