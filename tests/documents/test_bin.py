"""Drafts that nobody brought back in time are gone; what was issued never is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.documents.models import Paper
from nastavnik.documents.services import bin as bins
from nastavnik.documents.services import drafts
from tests.cast import Cast
from tests.documents.papers import order, sent, with_head

pytestmark = pytest.mark.django_db


def test_the_bin_is_emptied_after_its_days(cast: Cast) -> None:
    with_head(cast)
    stays, lies, old = order(cast), order(cast), order(cast)
    sent_one, _step = sent(cast)
    for paper in (lies, old, sent_one):
        drafts.remove(paper, actor=cast.curator)
    month_ago = timezone.now() - bins.KEPT - dt.timedelta(hours=1)
    Paper.objects.filter(pk__in=[old.pk, sent_one.pk]).update(removed_at=month_ago)

    assert bins.empty() == 2
    assert bins.empty() == 0
    assert set(Paper.objects.values_list("pk", flat=True)) == {stays.pk, lies.pk}
    assert Event.objects.filter(action="document.bin_emptied").count() == 2
