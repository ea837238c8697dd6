"""A figure is counted once, by `measures`: no page, export or feed counts by itself, and no two pages disagree."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik import measures
from nastavnik.measures.periods import MONTH, QUARTER, YEAR

ROOT = Path(__file__).parents[2] / "nastavnik"
AGGREGATES = {"Count", "Sum", "Avg"}

# Where an edge of the site counts by itself, and why that is no figure of the field.
ALLOWED = {
    "cli/demo/plans.py": "picks lines of the demo at random; shows nothing",
    "portal/accounts/rights.py": "invitations that wait for the reader's own hand",
    "portal/org/reference_lists.py": "the size of a reference list and the newer texts offered to it",
    "portal/org_import/views.py": "rows of a file on its way in; not organisations yet",
    "portal/people/bases.py": "how many of those just chosen could not be taken in, told once in a message",
    "portal/people/consents_batches.py": "forms of this one batch: how many are printed and still wait",
    "portal/people/exports.py": "rows of the file that is about to be taken out",
    "portal/roadmaps/cascade_part.py": "what waits for the reader in this one plan; opens exactly those rows",
    "portal/roadmaps/imports.py": "lines of the document just accepted, told once in a message",
    "portal/roadmaps/preview.py": "lines of a document on its way in; not a plan yet",
}


def counts_in(source: str) -> list[int]:
    """Lines that count rows: ``.count()`` and ``.aggregate()`` of a queryset, and aggregates of the ORM."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func
        if isinstance(name, ast.Attribute) and (
            name.attr == "aggregate" or (name.attr == "count" and not node.args and not node.keywords)
        ):
            found.append(node.lineno)
        if (
            isinstance(name, ast.Name)
            and name.id in AGGREGATES
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            found.append(node.lineno)
    return sorted(set(found))


def test_the_scan_finds_what_it_looks_for():
    assert counts_in("rows.filter(a=1).count()") == [1]
    assert counts_in("rows.annotate(n=Count('pk'))\nrows.aggregate(x=Sum('n'))") == [1, 2]
    assert counts_in("bounded_count(rows)\n'abc'.count('a')\ncount(1)\nCount(3, False)") == []


def test_no_edge_counts_by_itself():
    found = {
        str(path.relative_to(ROOT)): lines
        for folder in ("portal", "cli")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (lines := counts_in(path.read_text(encoding="utf-8")))
    }

    assert set(found) <= set(ALLOWED), "Declare a measure, or say in ALLOWED why this is none."
    assert {name for name in ALLOWED if (ROOT / name).exists() and name not in found} == set(), "allowed in vain"


@pytest.mark.parametrize("measure", measures.registry.values(), ids=lambda one: one.code)
def test_every_measure_declares_everything(measure):
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", measure.code)
    assert all(str(text).strip() for text in (measure.title, measure.short, measure.formula, measure.source))
    assert measure.unit in (measures.SHARE, measures.COUNT)
    assert measure.counts in ("things", "people")
    assert measure.periods
    assert set(measure.periods) <= {YEAR, QUARTER, MONTH}
    assert measure.touched_by


@pytest.mark.slow
def test_every_code_has_a_page_of_its_own_and_rows_behind(cast, client):
    client.force_login(cast.regional_operator)
    for measure in measures.registry.values():
        page = client.get(reverse("measures:definition", args=[measure.code]))
        assert page.status_code == 200, measure.code
        assert unescape(str(measure.formula)) in unescape(page.content.decode()), measure.code
        assert client.get(reverse("measures:rows", args=[measure.code])).status_code == 200, measure.code
    assert client.get(reverse("measures:definition", args=["plan.no_such"])).status_code == 404


FIGURE = re.compile(
    r'data-measure="([^"]+)" data-node="([^"]+)" data-period="([^"]+)" data-on="([^"]+)" data-value="([^"]+)"'
)
LINK = re.compile(r'href="(/[^"#]*|\?[^"#]*)"')
# Pages for reading, a few of each kind; files and deeds are not followed.
NOT_FOLLOWED = re.compile(r"/(export|xlsx|csv|sign|account|language|static|demo|enter|jobs|audit)|\.ics|\.docx|\.pdf")
MOST_PAGES = 30


def kind_of(address: str) -> str:
    """Pages of one view are of one kind: the crawl takes a few of each."""
    path, _mark, query = address.partition("?")
    path = re.sub(r"[0-9a-f-]{36}", "*", path)
    return path + "?" + ",".join(sorted(pair.partition("=")[0] for pair in query.split("&") if pair))


def crawl(client: Client) -> dict[tuple[str, ...], dict[str, str]]:
    """(measure, node, period, day) → value → the page that shows it."""
    seen: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    waiting, met, taken = [reverse("home:month"), reverse("measures:list")], set(), defaultdict(int)
    visits = 0
    while waiting and visits < MOST_PAGES:
        address = waiting.pop(0)
        if address in met or taken[kind_of(address)] >= 3:
            continue
        met.add(address)
        taken[kind_of(address)] += 1
        answer = client.get(address)
        visits += 1
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        text = answer.content.decode()
        for *key, value in FIGURE.findall(text):
            seen[tuple(key)].setdefault(value, address)
        for link in map(unescape, LINK.findall(text)):
            there = address.partition("?")[0] + link if link.startswith("?") else link
            if not NOT_FOLLOWED.search(there):
                waiting.append(there)
    return seen


@pytest.mark.slow
def test_no_two_pages_disagree(cast, roadmap, add, prove):
    prove(add("до 10 сентября").occurrences.get())
    add("до 1 октября")
    add("ежемесячно")
    shown: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for user in (cast.director, cast.district_coordinator, cast.regional_operator):
        client = Client()
        client.force_login(user)
        for key, values in crawl(client).items():
            shown[key] |= values

    assert len(shown) > 50, "the crawl must see figures"
    assert {key: values for key, values in shown.items() if len(values) > 1} == {}
