"""Every fault of a template: its code, its place, the words that it is told in."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from nastavnik.documents import wording
from nastavnik.documents.language import Fault, Field, Form, Refused, check, compiled, limits
from nastavnik.documents.tree import Cell, Item, List, Row
from tests.documents.language.trees import FORM, c, numbered, p, row, sheet, table

TEXTS = {
    "stray": "Приказ }} 5",
    "unclosed": "Приказ {{ number",
    "empty_tag": "{{ }}",
    "cut_short": "{{ org. }}",
    "sign": "{{ org() }}",
    "word": "{{ org number }}",
    "open_quotation": "{{ number|upper:«а }}",
    "no_quotation": "{{ size|count:наставник }}",
    "unknown_tag": "{% include 'x' %}",
    "loop_form": "{% for x in %}",
    "long_path": "{{ a.b.c.d.e.f.g }}",
    "many_filters": "{{ number" + "|upper" * 9 + " }}",
    "long_condition": "{% if " + " and ".join(["org"] * 21) + " %}",
    "not_opened": "{% endfor %}",
    "not_closed": "{% if org %}",
    "second_else": "{% if org %}{% else %}{% else %}{% endif %}",
    "too_deep": "{% if org %}" * 13,
    "merge_place": "а {% merge %}",
    "no_name_near": "{{ organisaton }}",
    "no_name": "{{ zzz }}",
    "no_member_near": "{{ org.nam }}",
    "no_member": "{{ org.zzz }}",
    "russian_letters": "{{ оrg }}",
    "loop_outside": "{{ loop.index }}",
    "variable": "{% for org in duties %}{% endfor %}",
    "not_list": "{% for x in number %}{% endfor %}",
    "list_inline": "{{ duties }}",
    "rows_inline": "{{ sections }}",
    "record_inline": "{% for s in sections %}{{ s }}{% endfor %}",
    "table_inline": "План: {{ plan }}",
    "no_filter_near": "{{ number|uper }}",
    "no_filter": "{{ number|zzz }}",
    "filter_unfit": "{{ number|date_ru }}",
    "filter_argument": "{{ size|count }}",
    "compared": "{% if date == 'x' %}{% endif %}",
    "no_such_choice": "{% if form == 'x' %}{% endif %}",
}
REPEATED = (row("{% for s in sections %}"), row("{{ s.title }}"), row("{% endfor %}"))
BLOCKS = {
    "table_inside": (table(row("{{ plan }}")), "Таблица 1, строка 1, ячейка 1, абзац 1"),
    "table_malformed": (table(row("{{ number }}", "б"), row("в")), "Таблица 1"),
    "tag_in_head": (table(*REPEATED, header_rows=1), "Таблица 1, строка 1"),
    "span_over_tags": (table(Row((Cell((p("а"),), rowspan=4),)), *REPEATED), "Таблица 1, строка 1"),
    "entries_under_tag": (
        List((Item(p("{% for d in duties %}"), numbered("{{ d }}")), Item(p("{% endfor %}")))),
        "Список 1, пункт 1",
    ),
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_fault_of_a_paragraph_has_its_place(code):
    (found, *_more) = check(sheet(p("Приказ"), p(f"слово {TEXTS[code]}")), FORM)
    with override("ru"):
        assert (found.code, wording.place(found.place)) == (code, "Абзац 2")
        assert found.text.strip() in TEXTS[code] + "слово"


@pytest.mark.parametrize("code", BLOCKS)
def test_a_fault_of_a_block_has_its_place(code):
    block, place = BLOCKS[code]
    (found, *_more) = check(sheet(p("Приказ"), block), FORM)
    with override("ru"):
        assert (found.code, wording.place(found.place)) == (code, place)


def test_places_of_headers_footers_titles_and_several_faults_at_once():
    wrong = p("{{ zzz }}")
    document = sheet(
        wrong, numbered("а", "{{ zzz }}"), table(row("а", "{{ zzz }}")),
        title="{{ zzz }}", header=(p("а"), wrong), footer=(wrong,),
    )  # fmt: skip
    with override("ru"):
        assert [wording.place(found.place) for found in check(document, FORM)] == [
            "Заголовок документа",
            "Верхний колонтитул, абзац 2",
            "Абзац 1",
            "Список 1, пункт 2",
            "Таблица 1, строка 1, ячейка 2, абзац 1",
            "Нижний колонтитул, абзац 1",
        ]


def test_a_required_field_that_nothing_prints_is_a_fault_and_so_is_a_template_too_large():
    form = Form([Field("curator", "Куратор", "person"), Field("urgent", "Срочно", "flag")])
    assert check(sheet(p("{% if curator.post %}{% endif %}")), form) == ()
    (unused,) = check(sheet(p("Приказ")), form)
    assert unused == Fault((), "unused", {"name": "curator", "title": "Куратор"})
    assert "many_tags" in {found.code for found in check(sheet(p("{{ number }}" * (limits.TAGS + 1))), form)}
    assert len(check(sheet(p("{{" * 10_000)), form)) == limits.FAULTS
    with pytest.raises(Refused) as refused:
        compiled(sheet(p("Приказ")), form)
    assert refused.value.faults == (unused,)


def test_the_sentence_names_the_fault_and_the_nearest_name():
    (found,) = check(sheet(table(row("а"), Row((c("Кому: {{ organisaton }}"),)))), FORM)
    with override("ru"):
        assert wording.told(found) == (
            "Таблица 1, строка 2, ячейка 1, абзац 1 – {{ organisaton }}: "
            "Нет поля «organisaton». Возможно, вы имели в виду «org»?"
        )


def test_a_name_is_known_by_its_title_and_by_russian_letters():
    near = {
        found.text: found.params["nearest"]
        for found in check(sheet(p("{{ куратор }} {{ сurаtоr }} {{ Обязанности }} {{ dutys }}")), FORM)
    }
    assert near == {
        "{{ куратор }}": "curator", "{{ сurаtоr }}": "curator", "{{ Обязанности }}": "duties",
        "{{ dutys }}": "duties",
    }  # fmt: skip


def test_every_fault_is_worded_with_what_it_carries():
    """Each sentence takes the parameters that its fault has."""
    documents = [sheet(p(text)) for text in TEXTS.values()] + [sheet(block) for block, _place in BLOCKS.values()]
    found = {fault.code: fault for document in documents for fault in check(document, FORM)}
    assert {*TEXTS, *BLOCKS} <= found.keys()
    for language in ("ru", "en"):
        with override(language):
            assert [code for code in found if not re.search(r"[.?]$", wording.fault(found[code]))] == []
