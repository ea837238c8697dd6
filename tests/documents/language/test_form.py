"""What a form refuses, how it keeps data, and what it makes from its fields."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.utils.translation import override

from nastavnik.documents import wording
from nastavnik.documents.language import AsWritten, Field, Form, Unsuited, check, compiled
from nastavnik.documents.tree import Cell, PageBreak, Picture, Row, Table
from tests.documents.language.trees import FORM, p, sheet
from tests.documents.test_elements import png

ALL = Form(
    [
        Field("about", "О чём", longest=20),
        Field("body", "Текст", "multiline", required=False),
        Field("on", "День", "date"),
        Field("term", "Срок", "period", required=False),
        Field("who", "Кто", "person", cls="P2", cls_if_minor="P3"),
        Field("post", "Должность", "position", required=False),
        Field("kind", "Вид", "enum", choices=(("a", "первый"), "b")),
        Field("share", "Доля", "percent", required=False),
        Field("rate", "Ставка", "number", required=False),
        Field("size", "Сколько", "int", required=False),
        Field("urgent", "Срочно", "flag", required=False),
        Field("basis", "Основание", "doc_ref", required=False),
        Field("plan_ref", "План", "ref", required=False),
        Field("files", "Приложения", "files", required=False),
        Field("rows", "Строки", "list", required=False, longest=3, fields=(Field("who", "Кто", "person", cls="P3"),)),
        Field("scheme", "Таблица", "table", required=False),
        Field("annex", "Приложение", "blocks", required=False),
        Field("sign", "Подпись", "signature", stored=False, cls="P1"),
    ]
)
GOOD = {"org": "Школа", "about": "О приёме", "on": "2026-10-15", "who": "Орлов Пётр", "kind": "a"}


def _deep():
    found: list = []
    for _level in range(5_000):
        found = [found]
    return found


WRONG = [
    ({"about": ""}, {"about": "missing"}),
    ({"about": "  "}, {"about": "missing"}),
    ({"about": 5}, {"about": "not_words"}),
    ({"about": "я" * 21}, {"about": "too_long"}),
    ({"zzz": "я"}, {"zzz": "unknown"}),
    ({"who": {"name": "Орлов", "passport": "1"}}, {"who.passport": "unknown"}),
    ({"who": {"post": "учитель"}}, {"who.name": "missing", "who": "missing"}),
    ({"who": {"name": "Орлов", "gender": "мужской"}}, {"who.gender": "no_such_choice"}),
    ({"who": 5}, {"who": "not_words"}),
    ({"on": "31.02.2026"}, {"on": "not_date"}),
    ({"on": dt.datetime(2026, 10, 15, tzinfo=dt.UTC)}, {"on": "not_date"}),
    ({"term": {"start": "2026-10-15", "end": "2026-10-14"}}, {"term": "ends_before"}),
    ({"kind": "c"}, {"kind": "no_such_choice"}),
    ({"rate": "много"}, {"rate": "not_number"}),
    ({"rate": float("nan")}, {"rate": "not_number"}),
    ({"rate": "1e400"}, {"rate": "not_number"}),
    ({"rate": True}, {"rate": "not_number"}),
    ({"size": 1.5}, {"size": "not_whole"}),
    ({"urgent": "да"}, {"urgent": "not_flag"}),
    ({"rows": "я"}, {"rows": "not_list"}),
    ({"rows": ["я"]}, {"rows.0": "not_row"}),
    ({"rows": [{"who": "а"}, {"who": ""}]}, {"rows.1.who": "missing"}),
    ({"rows": [{"who": "а"}] * 4}, {"rows": "too_many"}),
    ({"scheme": [1]}, {"scheme": "not_table"}),
    ({"scheme": {"is": "Popen"}}, {"scheme": "not_table"}),
    ({"annex": [{"is": "Document"}]}, {"annex": "not_blocks"}),
    ({"annex": [{"is": "Paragraph", "runs": "а"}]}, {"annex": "not_blocks"}),
    ({"annex": [{"is": "Paragraph", "runs": [], "left": 1e999}]}, {"annex": "not_blocks"}),
    ({"annex": [{"is": "Paragraph", "runs": [], "align": "x"}]}, {"annex": "not_blocks"}),
    ({"annex": [{"is": "Picture", "png": {"is": "bytes", "base64": "YQ=="}, "width": 9}]}, {"annex": "not_blocks"}),
    ({"annex": [{"is": "Table", "widths": [9, 9], "rows": [{"is": "Row", "cells": []}]}]}, {"annex": "not_blocks"}),
    ({"annex": _deep()}, {"annex": "not_blocks"}),
    ({"annex": 5}, {"annex": "not_blocks"}),
    ({"sign": "я"}, {"sign": "never_kept"}),
]


@pytest.mark.parametrize(("change", "expected"), WRONG, ids=[str(expected) for _change, expected in WRONG])
def test_what_is_wrong_is_told_by_its_path(change, expected):
    found = ALL.check(GOOD | change)
    assert {path: wrong.code for path, (wrong, *_more) in found.items()} == expected
    with override("ru"):
        assert all(wording.wrong(wrong).endswith(".") for wrongs in found.values() for wrong in wrongs)


def test_data_are_kept_as_plain_json_and_keeping_them_again_changes_nothing():
    picture = Picture(png(), 20, "код")
    given = GOOD | {
        "on": "15.10.2026", "rate": "1 200,50", "size": "3", "term": "сентябрь", "basis": {"number": " 5 "},
        "plan_ref": {"title": "План", "uid": "x"}, "rows": [{"who": {"name": "Белова", "post": ""}}], "body": None,
        "scheme": Table((10,), (Row((Cell((p("а"), picture)),)),)), "annex": [p("а"), PageBreak(), picture],
    }  # fmt: skip
    kept = ALL.clean(given)
    assert {name: kept[name] for name in kept.keys() - {"scheme", "annex"}} == {
        "org": {"name": "Школа"}, "about": "О приёме", "on": "2026-10-15", "who": {"name": "Орлов Пётр"}, "kind": "a",
        "rate": 1200.5, "size": 3, "term": {"text": "сентябрь"}, "basis": {"number": "5"}, "plan_ref": "План",
        "rows": [{"who": {"name": "Белова"}}],
    }  # fmt: skip
    again = json.loads(json.dumps(kept))
    assert ALL.clean(again) == kept
    assert ALL.values(again) == ALL.values(given)
    assert ALL.values(again)["annex"] == (p("а"), PageBreak(), picture)


def test_a_draft_may_be_kept_incomplete_and_printed_before_it_has_a_number():
    form = Form([Field("number", "Номер"), Field("date", "Дата", "date"), Field("about", "О чём")])
    assert form.clean({"about": "О приёме"}) == {"about": "О приёме"}
    assert sorted(form.check({"about": "О", "org": "Ш"})) == ["date", "number"]
    assert form.check({"about": "О", "org": "Ш", "draft": True}) == {}
    with pytest.raises(Unsuited):
        form.clean({"date": "вчера"})


@pytest.mark.parametrize("form", [FORM, ALL], ids=["usual", "all types"])
def test_the_sample_fills_everything(form):
    data = form.sample()
    assert form.check(data) == {}
    assert form.clean(data) == data
    assert {field.name for field in form.fields if field.stored} == data.keys()


@pytest.mark.parametrize("form", [FORM, ALL], ids=["usual", "all types"])
def test_every_example_of_the_help_is_a_template_that_prints_the_sample(form):
    loose = Form([replace(field, required=False) for field in form.own])
    openers: dict[str, str] = {}
    for each in form.help():
        head, dot, _name = each.name.partition(".")
        before = openers[head] if dot else ""
        for written in each.writes:
            document = sheet(p(before + written + "{% endfor %}" * before.count("{% for")))
            printed = compiled(document, loose).fill(form.sample(), words=AsWritten()).blocks
            assert (written, bool(printed)) == (written, each.name != "draft")
            if written.startswith("{% for"):
                openers[written.split()[2]] = before + written.split("%}")[0] + "%}"
    assert [each.name for each in form.help() if "." not in each.name] == [field.name for field in form.fields]


def test_the_highest_class_is_that_of_what_is_filled():
    assert ALL.highest_class({"about": "О"}) == "P1"
    assert ALL.highest_class({"who": "Орлов"}) == "P2"
    assert ALL.highest_class({"who": "Орлов"}, minor=True) == "P3"
    assert ALL.highest_class({"rows": [{"who": ""}]}) == "P1"
    assert ALL.highest_class({"rows": [{"who": "Орлов"}]}) == "P3"


@pytest.mark.parametrize(
    "fields",
    [
        [Field("a", "А"), Field("a", "Б")],
        [Field("имя", "А")],
        [Field("for", "А")],
        [Field("a__b", "А")],
        [Field("a", "А", "enum")],
        [Field("a", "А", "list", fields=(Field("b c", "Б"),))],
    ],
    ids=["twins", "russian", "reserved", "dunder", "no choices", "inside"],
)
def test_a_form_that_no_template_could_use_is_a_fault_of_ours(fields):
    with pytest.raises(ValueError, match=r"one name|cannot name|to choose"):
        Form(fields)


def test_a_common_name_keeps_its_shape():
    form = Form([Field("org", "Школа"), Field("signer", "Подписант", cls="P2")])
    assert [(field.type, field.title, field.cls) for field in form.own] == [
        ("organisation", "Школа", "P1"), ("person", "Подписант", "P2"),
    ]  # fmt: skip
    assert check(sheet(p("{{ org.city }} {{ signer.post|gent }}")), form) == ()
