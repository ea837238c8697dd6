"""The page of a district names the organisations that have no plan yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from nastavnik import measures
from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED
from nastavnik.portal.home.overviews import heat_of_organisations
from nastavnik.roadmaps.models import Roadmap
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_organisation_without_a_plan_stands_in_the_table_and_says_so(cast: Cast, roadmap: Roadmap, tmp_path: Path):
    shutil.copy(SHIPPED / "organisations.yaml", tmp_path)
    load(tmp_path)
    for node in (cast.school, cast.sibling_school):
        measures.touch(node.pk, "plan")
    plans = {row.node: row.has_plan for row in heat_of_organisations(cast.district, timezone.localdate()).rows}
    assert plans[cast.sibling_school] is False
    assert plans[cast.school] is True
