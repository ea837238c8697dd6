"""Lists of organisations: every row is told what it means, all are written or none, and all can be taken back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nastavnik import jobs
from nastavnik.base.errors import NotAllowed
from nastavnik.org.models import Fact, Node, NodeName, Placement
from nastavnik.org.refusals import DateInFuture
from nastavnik.org_import.models import OrgList, OrgRow
from nastavnik.org_import.services import lists
from nastavnik.roadmaps.services import plans
from tests.cast import Cast
from tests.org_import.conftest import TODAY, ogrn, table

Load = Callable[..., OrgList]


def verdicts(batch: OrgList) -> list[tuple[str, dict[str, str]]]:
    return list(batch.rows.order_by("position").values_list("verdict", "faults"))


def tree() -> dict[str, list[tuple[object, ...]]]:
    """All that a list may write."""
    return {
        "nodes": sorted(Node.objects.values_list("short_name", "full_name", "type", "path")),
        "names": sorted(NodeName.objects.values_list("node", "short", "full")),
        "places": sorted(Placement.objects.values_list("node", "path")),
        "facts": sorted(Fact.objects.filter(to_on=None).values_list("node", "kind", "value")),
    }


def test_a_district_with_its_schools_comes_in_whole_and_the_same_table_changes_nothing(
    cast: Cast, load: Load
) -> None:
    rows = [["Озёрный район", "Озёрный район", "Район", "", "", "01.09.2021"]]
    rows += [[f"Школа № {n}", "", "школа", "Озёрный", ogrn(n), "01.09.2022"] for n in range(101, 106)]
    batch = load(rows)
    assert verdicts(batch) == [("new", {})] * 6

    assert lists.accept_or_queue(batch, actor=cast.regional_operator)

    district = Node.objects.get(short_name="Озёрный район")
    schools = Node.objects.filter(path__startswith=district.path, kind="body").order_by("short_name")
    assert [(s.short_name, s.type, s.opened_on) for s in schools] == [
        (f"Школа № {n}", "school", dt.date(2022, 9, 1)) for n in range(101, 106)
    ]
    assert Fact.objects.filter(node__in=schools, kind="ogrn").count() == 5
    again = load(rows)
    assert verdicts(again) == [("same", {})] * 6
    with pytest.raises(lists.NothingToAccept):
        lists.accept_or_queue(again, actor=cast.regional_operator)


def test_each_cell_at_fault_is_named(cast: Cast, load: Load) -> None:
    twice = ogrn(7)
    batch = load(
        [
            ["", "", "школа", "", "", ""],
            ["Школа А", "", "цирк", "", "", ""],
            ["Школа Б", "", "школа", "Тридевятый район", "", ""],
            ["Школа В", "", "школа", "", "1027700132196", ""],
            ["Школа Г", "", "", "", "", ""],
            ["Школа Д", "", "школа", "", twice, "31.09.2020"],
            ["Школа Е", "", "школа", "", twice, "01.01.2100"],
            ["Школа Ж", "", "школа", "Луговой", "", "01.09.2019"],
            ["Школа З", "", "школа", "", "", ""],
            ["Школа З", "", "школа", "", "", ""],
        ]
    )
    assert [faults for _verdict, faults in verdicts(batch)] == [
        {"full": "name_missing"},
        {"type": "type_unknown"},
        {"place": "place_unknown"},
        {"ogrn": "ogrn_wrong"},
        {"type": "type_missing"},
        {"opened_on": "day_wrong", "ogrn": "ogrn_twice"},
        {"opened_on": "day_ahead", "ogrn": "ogrn_twice"},
        {"opened_on": "place_later"},
        {"full": "name_twice"},
        {"full": "name_twice"},
    ]


def test_a_mended_row_settles_its_twin_and_a_row_left_out_does_too(cast: Cast, load: Load) -> None:
    batch = load([["Школа З", "", "школа", "", "", ""], ["Школа З", "", "школа", "", "", ""]])
    first, second = batch.rows.all()
    lists.mend(first, version=first.version, actor=cast.regional_operator, short="Школа И", full="Школа И")
    assert [verdict for verdict, _faults in verdicts(batch)] == ["new", "new"]
    first.refresh_from_db()
    lists.mend(first, version=first.version, actor=cast.regional_operator, short="Школа З", full="Школа З")
    lists.leave_out(second, version=second.version, left_out=True, actor=cast.regional_operator)
    assert verdicts(batch)[0][0] == "new"


def test_what_differs_is_changed_and_taken_back(cast: Cast, load: Load) -> None:
    Fact.objects.create(node=cast.school, kind="ogrn", value=ogrn(15), from_on=dt.date(2020, 9, 1))
    before = tree()
    batch = load(
        [
            ["Школа № 15 имени Героя", "Школа № 15 имени Героя", "школа", "Заречный район", ogrn(15), ""],
            ["Школа № 5", "", "детский сад", "Луговой район", ogrn(5), ""],
            ["Детский сад № 1", "", "детский сад", "Луговой район", "", "01.09.2021"],
        ]
    )
    changed = batch.rows.get(position=1)
    assert set(changed.changes) == {"short", "full", "place"}
    assert changed.changes["place"] == [cast.district.pk, cast.sibling_district.pk]
    assert set(batch.rows.get(position=2).changes) == {"type", "ogrn"}

    lists.accept(batch, actor=cast.regional_operator)
    moved = Node.objects.get(pk=cast.school.pk)
    assert (moved.short_name, moved.ancestor_ids[-1]) == ("Школа № 15 имени Героя", cast.sibling_district.pk)

    batch.refresh_from_db()
    lists.undo(batch, actor=cast.regional_operator)
    after = tree()
    assert (after["nodes"], after["facts"]) == (before["nodes"], before["facts"])
    assert not Node.objects.filter(short_name="Детский сад № 1").exists()


def test_a_list_in_whose_schools_somebody_works_is_not_taken_back(cast: Cast, load: Load) -> None:
    batch = load([[f"Школа № {n}", "", "школа", "", "", ""] for n in (201, 202)])
    lists.accept(batch, actor=cast.regional_operator)
    school = Node.objects.get(short_name="Школа № 202")
    plans.Roadmap.objects.create(node=school, title="План", starts_on=TODAY, ends_on=TODAY)
    batch.refresh_from_db()

    with pytest.raises(lists.TooLateToUndo):
        lists.undo(batch, actor=cast.regional_operator)
    assert Node.objects.filter(short_name__in=("Школа № 201", "Школа № 202")).count() == 2


def test_one_refusal_of_the_tree_leaves_nothing_written(
    cast: Cast, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = load([[f"Школа № {n}", "", "школа", "", ogrn(n), ""] for n in (301, 302)])
    row = batch.rows.get(position=2)
    monkeypatch.setattr(lists, "_check_all", lambda batch, actor: lists._check(batch, [], actor))
    OrgRow.objects.filter(pk=row.pk).update(data={**row.data, "opened_on": "2100-01-01"})

    with pytest.raises(DateInFuture):
        lists.accept(batch, actor=cast.regional_operator)
    assert not Node.objects.filter(short_name="Школа № 301").exists()


def test_many_rows_are_a_job(cast: Cast, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_AT_ONCE", 1)
    batch = load([[f"Школа № {n}", "", "школа", "", "", ""] for n in (401, 402)])
    assert not lists.accept_or_queue(batch, actor=cast.regional_operator)
    jobs.run_all()
    batch.refresh_from_db()
    assert (batch.state, Node.objects.filter(short_name__startswith="Школа № 40").count()) == ("accepted", 2)


def test_a_coordinator_loads_into_the_own_district_and_sees_no_other(cast: Cast, reference_lists: None) -> None:
    actor, said = cast.district_coordinator, {"file_name": "a.xlsx", "holds_from": TODAY}
    Fact.objects.create(node=cast.far_school, kind="ogrn", value=ogrn(3), from_on=dt.date(2020, 9, 1))
    with pytest.raises(NotAllowed):
        lists.take_in(cast.sibling_district, content=table([]), actor=actor, **said)
    rows = [["Гимназия", "", "школа", "", ogrn(3), ""], ["Школа", "", "школа", "Заречный район", "", ""]]
    batch = lists.take_in(cast.district, content=table(rows), actor=actor, **said)
    jobs.run_all()
    assert [faults for _v, faults in verdicts(batch)] == [{"ogrn": "ogrn_elsewhere"}, {"place": "place_unknown"}]


def test_checking_asks_as_often_for_many_rows_as_for_few(cast: Cast, load: Load) -> None:
    def cost(count: int) -> int:
        batch = load([[f"Школа Э{n}", "", "школа", "", "", ""] for n in range(count)])
        with CaptureQueriesContext(connection) as asked:
            lists._check_all(batch, cast.regional_operator)
        return len(asked)

    assert cost(2) == cost(20)


# --- Strangers' files ----------------------------------------------------------------------------------


def sheet(body: str, extra: str = "") -> bytes:
    """A workbook whose sheet is ``body``: what a library would not write."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    target = io.BytesIO()
    sheets_now = table([])
    with zipfile.ZipFile(io.BytesIO(sheets_now)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename == "xl/worksheets/sheet1.xml":
                new.writestr(part, f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData>{extra}</worksheet>')
            else:
                new.writestr(part, old.read(part))
    return target.getvalue()


def text_cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADINGS = "".join(
    text_cell(f"{letter}1", word) for letter, word in zip("ABC", ("Наименование", "Тип", "ОГРН"), strict=True)
)
HEADINGS = f'<row r="1">{HEADINGS}</row>'


def test_a_formula_is_its_kept_value_and_text_that_looks_like_one_stays_text(load: Load) -> None:
    formula = '<c r="A2" t="str"><f>CONCATENATE("Школа"," 7")</f><v>Школа 7</v></c>'
    body = HEADINGS + f'<row r="2">{formula}{text_cell("B2", "школа")}</row>'
    body += f'<row r="3">{text_cell("A3", "=HYPERLINK(1)")}{text_cell("B3", "школа")}</row>'
    names = [row.data["full"] for row in load(content=sheet(body)).rows.all()]

    assert names == ["Школа 7", "=HYPERLINK(1)"]


def test_merged_cells_empty_rows_and_numbers_of_many_digits_are_read(load: Load) -> None:
    number = f'<c r="C4"><v>{ogrn(9)}</v></c>'
    body = f'<row r="1">{text_cell("A1", "Сведения об организациях района")}</row>' + HEADINGS.replace('1"', '2"')
    body += f'<row r="4">{text_cell("A4", "Школа 9")}{text_cell("B4", "СОШ")}{number}</row>'
    batch = load(content=sheet(body, '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'))

    assert [(row.data["full"], row.data["ogrn"], row.verdict) for row in batch.rows.all()] == [
        ("Школа 9", ogrn(9), "new")
    ]


@pytest.mark.slow
def test_hundred_thousand_rows_are_refused_in_words(load: Load) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 100_002))
    assert load(content=sheet(HEADINGS + rows)).refusal_code == "too_long"


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"PK\x03\x04 torn", "a.xlsx", "damaged"),
        (sheet(""), "a.xlsx", "empty"),
        (sheet(f'<row r="1">{text_cell("A1", "просто слова")}</row>'), "a.xlsx", "no_headings"),
        ("просто;слова\n1;2\n".encode(), "a.csv", "no_headings"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(load: Load, content: bytes, name: str, why: str) -> None:
    batch = load(content=content, name=name)
    assert (batch.state, batch.refusal_code) == ("refused", why)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.xlsx", "empty"),
        (b"PK", "a.xlsm", "macros"),
        (b"PK", "a.csv", "damaged"),
        (b"%PDF", "a.pdf", "unsupported"),
    ],
)
def test_what_is_no_table_is_refused_at_once(load: Load, content: bytes, name: str, why: str) -> None:
    with pytest.raises(lists.TableRefused) as refusal:
        load(content=content or b" ", name=name)
    assert refusal.value.details == {"why": why}


def test_csv_of_either_encoding_is_read(load: Load) -> None:
    text = "Наименование;Тип;Район\nШкола 77;школа;Луговой район\n"
    for content in (text.encode("utf-8-sig"), text.encode("cp1251")):
        assert verdicts(load(content=content, name="список.csv")) == [("new", {})]
