"""The views of a plan: the same lines under the same filter, one count of queries, deeds that lead back."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from nastavnik.roadmaps.models import LineRule, Roadmap, RoadmapLine, RoadmapSection
from nastavnik.roadmaps.services import lines, plans

pytestmark = pytest.mark.slow

VIEWS = ("board", "gantt", "calendar", "wall")


@pytest.fixture
def client(cast) -> Client:
    client = Client()
    client.force_login(cast.curator)
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"roadmaps:{name}", args=args)


def page(client: Client, roadmap: Roadmap, view: str, **query: object) -> str:
    answer = client.get(address(view, roadmap.uid), query)
    assert answer.status_code == 200
    return answer.content.decode()


def lines_in(text: str) -> set[str]:
    return set(re.findall(r"/plans/lines/([0-9a-f-]{36})/\"", text))


@pytest.fixture
def filled(add, prove, cast) -> dict[str, RoadmapLine]:
    """Lines of every kind that fall due in October 2026, or never."""
    found = {
        "done": add("до 10 октября", title="Приказ о запуске", responsible_text="директор"),
        "overdue": add("до 15 октября", title="Положение", responsible_text="куратор"),
        "later": add("октябрь", title="Встреча наставников", responsible_text="куратор"),
        "often": add("1 раз в квартал", title="Отчёт куратора", responsible_text="куратор"),
        "never": add("по запросу", title="Ответы родителям", responsible_text="куратор"),
        "by_hand": add("", title="Анкета", manual_due_on=dt.date(2026, 10, 20), responsible_text="директор"),
    }
    prove(found["done"].occurrences.get())
    lines.decide(
        found["later"], kind="postponed", basis="Приказ № 5", from_on=dt.date(2026, 9, 1), actor=cast.curator
    )
    return found


FILTERS: tuple[dict[str, object], ...] = (
    {},
    {"responsible": "куратор"},
    {"state": "postponed"},
    {"state": ["done", "not_started"], "on": "2026-09-05"},
    {"q": "приказ"},
    {"q": "нет такого"},
)


def test_every_view_shows_the_lines_of_the_table(client, roadmap, filled):
    ours = {str(line.uid) for line in filled.values()}
    undated = {str(filled["never"].uid)}
    for query in FILTERS:
        table = ours & lines_in(page(client, roadmap, "plan", **query))
        wall = page(client, roadmap, "wall", **query)
        months = [page(client, roadmap, "calendar", month=f"2026-{month}", **query) for month in ("09", "10", "12")]

        assert lines_in(page(client, roadmap, "board", **query)) == table
        assert lines_in(page(client, roadmap, "gantt", **query)) == table
        assert set().union(*map(lines_in, months)) == table - undated
        assert {str(line.uid) for line in filled.values() if line.title in wall} == table


def test_going_over_to_another_view_keeps_the_filter_and_leaves_what_is_the_views_own(client, roadmap, filled):
    text = page(client, roadmap, "board", state="overdue", by="section")

    for view in ("plan", "gantt", "calendar"):
        assert f'{address(view, roadmap.uid)}?state=overdue"' in text
    assert 'href="?by=section"' in text  # the mark of the filter is taken off, the columns stay


def test_a_view_asks_as_often_for_many_lines_as_for_one(client, roadmap, add):
    def asked(view: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, roadmap, view)
        return len(queries)

    add("до 10 октября", title="Первый")
    for view in VIEWS:
        page(client, roadmap, view)
    few = {view: asked(view) for view in VIEWS}
    for number in range(5):
        add("1 раз в квартал", title=f"Пункт {number}", responsible_text=f"педагог {number}")

    assert {view: asked(view) for view in VIEWS} == few


def test_the_board_has_a_column_a_state_and_says_which_take_cards(client, roadmap, filled):
    text = page(client, roadmap, "board", on="2026-11-01")

    names = re.findall(
        r"<section class=\"column( takes)?\".*?<h2[^>]*><span>([^<]+)</span> <span[^>]*>(\d+)", text, re.S
    )
    assert [(bool(takes), name, int(count)) for takes, name, count in names] == [
        (False, "Просрочено", 3), (False, "В работе", 1), (False, "Не начато", 0), (True, "Выполнено", 1),
        (True, "Отложено", 1), (True, "Неактуально", 0),
    ]  # fmt: skip


def test_what_the_data_watch_over_is_not_marked_by_hand_on_the_board(client, roadmap, add):
    line, free = add("до 10 октября", title="Показатель"), add("до 10 октября", title="Приказ")
    LineRule.objects.create(line=line, kind="measure", code="plan.has_plan", threshold=1, state="confirmed")

    text = page(client, roadmap, "board")

    assert re.findall(r'data-card="([^"]*)" data-at="/plans/lines/([^/]+)/"', text) == [
        ("postponed not_relevant", str(line.uid)),
        ("prove postponed not_relevant", str(free.uid)),
    ]


def test_deeds_of_the_board_lead_back_to_it(client, roadmap, filled, cast):
    board = address("board", roadmap.uid) + "?q=%D0%BF&by=section"
    occurrence = filled["overdue"].occurrences.get()
    way = "?" + urlencode({"back": board})

    proved = client.post(address("prove", occurrence.uid) + way, {"done_on": "2026-10-01", "note": "Приказ № 1"})
    decided = client.post(
        address("line-decide", filled["often"].uid) + way,
        {"kind": "postponed", "basis": "Приказ", "from_on": "2026-10-01"},
    )
    again = client.post(address("line-take-up", filled["often"].uid) + way)

    assert [answer.headers["Location"] for answer in (proved, decided, again)] == [board] * 3


def test_nobody_is_led_away_from_the_site(client, filled):
    way = address("line-take-up", filled["later"].uid)
    places = ("https://example.com/", "//example.com/", "javascript:alert(1)", "plans/", "/\\example.com/")

    led = {client.post(way + "?" + urlencode({"back": back})).headers["Location"] for back in places}

    assert led == {address("line", filled["later"].uid)}


def test_a_control_date_is_set_where_the_term_names_no_day(client, roadmap, filled):
    line = filled["never"]
    way = address("control-date", line.uid)

    assert "2026-10-31" in client.get(way, {"on": "2026-10-31"}).content.decode()
    answer = client.post(way + "?back=/plans/", {"manual_due_on": "2026-10-31", "version": line.version})

    assert answer.headers["Location"] == "/plans/"
    assert [row.due_on for row in line.occurrences.all()] == [dt.date(2026, 10, 31)]
    late = client.post(way, {"manual_due_on": "2026-12-01", "version": line.version})
    assert late.status_code == 409


def test_a_term_that_names_a_day_decides_itself(client, filled):
    line = filled["overdue"]
    answer = client.post(address("control-date", line.uid), {"manual_due_on": "2027-01-01", "version": line.version})

    line.refresh_from_db()
    assert (answer.status_code, line.manual_due_on) == (200, None)
    assert "следует из его срока" in answer.content.decode()


def test_the_31st_of_september_is_no_day(client, filled):
    line = filled["by_hand"]

    assert client.get(address("control-date", line.uid), {"on": "2026-09-31"}).status_code == 200
    answer = client.post(address("control-date", line.uid), {"manual_due_on": "2026-09-31", "version": line.version})
    line.refresh_from_db()
    assert (answer.status_code, line.manual_due_on) == (200, dt.date(2026, 10, 20))


def test_only_a_day_set_by_hand_can_be_dragged(client, roadmap, filled, cast):
    def moves(text: str) -> list[str]:
        return re.findall(r'data-move="/plans/lines/([0-9a-f-]+)/control-date/', text)

    assert moves(page(client, roadmap, "gantt")) == [str(filled["by_hand"].uid)]
    assert moves(page(client, roadmap, "calendar", month="2026-10")) == [str(filled["by_hand"].uid)]


def test_the_diagram_shows_what_was_approved_and_what_strays_from_its_section(client, roadmap, add, cast):
    section = RoadmapSection.objects.create(
        roadmap=roadmap, position=0, title="Подготовка",
        schedule={"kind": "range", "windows": [["2026-09-01", "2026-09-30"]], "confidence": "certain"},
    )  # fmt: skip
    line = add("до 15 октября", section=section)
    plans.keep_baseline(roadmap)
    lines.edit_line(line, version=line.version, actor=cast.curator, deadline_text="до 1 ноября")

    text = page(client, roadmap, "gantt")

    approved = re.findall(r'class="approved" x="0%" width="([\d.]+)%"', text)
    assert approved == ["12.329"]  # 45 of 365 days
    assert 'class="bar is-' in text
    assert "вне срока своего раздела" in text
    assert "Подготовка" in text


@pytest.mark.slow
def test_a_plan_of_ten_thousand_times_is_drawn_with_a_sentence(client, roadmap, add):
    for number in range(3):
        add("ежедневно", title=f"Дежурство {number}")

    text = page(client, roadmap, "gantt")

    assert "3 пункта повторяются так часто" in text
    assert text.count("bar dense") == 3
    assert len(text) < 200_000


@pytest.mark.slow
def test_a_long_plan_is_shown_a_school_year_at_a_time(client, cast):
    long = plans.create_roadmap(
        cast.school,
        actor=cast.curator,
        title="Программа",
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2027, 12, 31),
    )
    lines.add_line(long, actor=cast.curator, title="Первый", deadline_text="до 15 октября 2025 года")

    text = page(client, long, "gantt", on="2026-10-01")

    assert re.findall(r'aria-current="true">(20\d\d/20\d\d)<', text) == ["2026/2027"]
    assert "15 октября 2025" in page(client, long, "gantt", year="2025").replace("\u00a0", " ")
    assert page(client, long, "wall", year="all").count('scope="col" class="wall-month"') == 12


def test_a_day_outside_the_scale_is_told_at_its_edge(client, roadmap, add):
    add("28 августа 2026 г.", title="Педсовет")
    add("10 сентября 2027 г.", title="Итоги")

    text = page(client, roadmap, "gantt").replace("\u00a0", " ")

    assert re.findall(r'<text class="beyond" x="(\S+)"[^>]*>([^<]+)<', text) == [
        ("0", "◂ 28 августа 2026"),
        ("100%", "10 сентября 2027 ▸"),
    ]


@pytest.mark.slow
def test_nothing_in_an_address_fails_a_view(client, roadmap, add):
    add("до 10 октября")
    for view in VIEWS:
        for query in ("?by=x&zoom=y&year=z&month=2026-99&paper=a0&whole=", "?on=завтра&state=none"):
            assert client.get(address(view, roadmap.uid) + query).status_code == 200


def test_an_empty_plan_and_a_removed_one(client, roadmap):
    assert [client.get(address(view, roadmap.uid)).status_code for view in VIEWS] == [200] * 4
    Roadmap.objects.filter(pk=roadmap.pk).update(removed_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC))

    led = {client.get(address(view, roadmap.uid)).headers["Location"] for view in VIEWS}
    assert led == {address("plan", roadmap.uid)}
