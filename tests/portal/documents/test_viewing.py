"""Who looked at a document that names people is written down; other documents are read without a trace."""

from __future__ import annotations

import pytest
from django.test import Client

from nastavnik.audit.models import Event
from nastavnik.documents.models import Paper
from nastavnik.documents.search import find_papers
from tests.cast import Cast
from tests.documents.papers import signed, with_head

pytestmark = pytest.mark.django_db


def test_looking_at_names_is_written_down_and_not_shown_in_the_history(client: Client, cast: Cast):
    with_head(cast)
    paper = signed(cast)
    client.force_login(cast.director)
    views = Event.objects.filter(action="document.viewed")

    assert client.get(f"/documents/{paper.uid}/").status_code == 200
    assert not views.exists()

    Paper.objects.filter(pk=paper.pk).update(is_personal=True)
    page = client.get(f"/documents/{paper.uid}/").content.decode()
    assert views.get().actor_id == cast.director.pk
    assert "Просмотрен документ" not in page


def test_documents_are_found_by_their_words_and_a_slip_does_no_harm(cast: Cast):
    with_head(cast)
    paper = signed(cast)

    assert find_papers(cast.director, "приказ куратор", limit=5) == [paper]
    assert find_papers(cast.director, "ghbrfp rehfnjhf", limit=5) == [paper]
    assert find_papers(cast.director, "Белова", limit=5) == []
    assert find_papers(cast.sibling_curator, "приказ куратор", limit=5) == []
