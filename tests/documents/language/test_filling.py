"""What a template prints for the data it is given."""

from __future__ import annotations

import datetime as dt

import pytest

from nastavnik.documents.language import AsWritten, Field, Form, TooLarge, Unfilled, Unsuited, compiled, limits
from nastavnik.documents.tree import Cell, Item, List, PageBreak, Paragraph, Row, Run, Table, placed
from tests.documents.language.trees import DATA, FORM, c, filled, line, numbered, p, row, sheet, table, told, words_of


class Told(AsWritten):
    """Says what it was asked for."""

    def inflect(self, kind, text, case, gender=""):
        return f"<{kind} {text} {case} {gender}>"

    def number_words(self, n):
        return "пять"

    def date_words(self, date, case):
        return f"{date} {case}"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("№ {{ number }} от {{date}}.", "№ 42-од от 15.10.2026."),
        ("{{ date|date_ru }}", "15 октября 2026 г."),
        ("{{ date|year }}", "2026"),
        ("{{ term|date_ru }}", "с 1 сентября 2026 г. по 31 мая 2027 г."),
        ("{{ term }}; {{ term.end|date_short }}", "с 01.09.2026 по 31.05.2027; 31.05.2027"),
        ("{{ org }}, {{ org.city }}: {{ org.head.name|short_first }}", "Школа Гранит, Заречный: Е. П. Громова"),
        ("{{ org|quoted|upper }}", "«ШКОЛА ГРАНИТ»"),
        ("{{ curator.name|short|lower }} {{ curator.post|first_upper }}", "орлов п. а. Учитель"),
        ("{{ duties|join }} / {{ duties|join:“; ” }}", "Ведёт базу, Готовит отчёт / Ведёт базу; Готовит отчёт"),
        ("{{ members|join:«, »|no_dot }}", "Белова Анна, Орлов Пётр Андреевич"),
        ("{{ size|number }} {{ size }} {{ size|count:'час' }}", "1 234 1234 1234 час"),
        ("{{ form }}{% if form == \"pair\" %} из двух{% elif form == 'group' %} многих{% endif %}", "пара из двух"),
        ("{% if form != 'pair' or not org %}а{% else %}б{% endif %}", "б"),
        ("{% if place and org %}а{% endif %}{{ place }}{# примечание #}", ""),
        ("{% for d in duties %}{{ loop.index }}) {{ d }}{% if not loop.last %}; {% endif %}{% endfor %}",
         "1) Ведёт базу; 2) Готовит отчёт"),
        ("{% if address %}Адрес: {{ address }}{% endif %}{% if not address %}!{% endif %}", "Адрес: " + "_" * 30),
    ],
)  # fmt: skip
def test_a_line(text, printed):
    assert line(text) == printed


@pytest.mark.parametrize(
    ("words", "listed", "ended"),
    [
        ("до 1 июня 2026 г.", "до 1 июня 2026 г.;", "до 1 июня 2026 г."),
        ("беседы, игры и т. д.", "беседы, игры и т. д.;", "беседы, игры и т. д."),
        ("доплата 500 руб.", "доплата 500 руб.;", "доплата 500 руб."),
        ("отвечает Рощина М. Т.", "отвечает Рощина М. Т.;", "отвечает Рощина М. Т."),
        ("Встреча в школе.", "Встреча в школе;", "Встреча в школе."),
        ("ученики 5 класса А.", "ученики 5 класса А;", "ученики 5 класса А."),
        ("учит других.", "учит других;", "учит других."),
    ],
)
def test_the_dot_of_an_abbreviation_stays_and_is_the_dot_of_its_sentence_too(words, listed, ended):
    data = DATA | {"place": words}

    assert line("{{ place|no_dot }};", data) == listed
    assert line("{{ place|no_dot }}.", data) == ended
    assert line("{{ place|no_dot }}{% if org %}.{% endif %}", data) == ended
    assert line("{{ date|date_ru }}. {{ curator|short }}...", data) == "15 октября 2026 г. Орлов П. А...."


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ curator|datv }}", "<person Орлов Пётр Андреевич datv masc>"),
        ("{{ curator.post|ablt }}", "<position учитель ablt masc>"),
        ("{{ org|gent }}", "<organisation Школа Гранит gent >"),
        ("{% for m in members %}{{ m|gent }}{% endfor %}",
         "<person Белова Анна gent ><person Орлов Пётр Андреевич gent >"),
        ("{{ date|date_words:'gent' }} {{ size|words|first_upper }}", "2026-10-15 gent Пять"),
    ],
)  # fmt: skip
def test_grammar_is_asked_with_what_is_known_of_the_word(text, printed):
    assert line(text, words=Told()) == printed


def test_words_take_the_look_of_the_run_in_which_their_tag_begins():
    bold, plain = Run("Назначить {{ cura", bold=True), Run("tor }} с ")
    (found,) = filled(Paragraph((bold, plain, Run("{{ date }}", italic=True)), align="justify")).blocks
    assert found == Paragraph(
        (
            Run("Назначить ", bold=True),
            Run("Орлов Пётр Андреевич", bold=True),
            Run(" с "),
            Run("15.10.2026", italic=True),
        ),
        align="justify",
    )


def test_tags_of_their_own_paragraph_enclose_what_follows_and_vanish():
    assert words_of(
        p("{% for d in duties %}{# каждая #}"), p("{{ d }}"), p("–"), p("{% endfor %}"),
        p("{% if place %}"), p("нет"), p("{% else %}"), p("да"), p("{% endif %}"), p(" "), p("конец"),
    ) == ["Ведёт базу", "–", "Готовит отчёт", "–", "да", " ", "конец"]  # fmt: skip


def test_a_paragraph_that_comes_out_empty_is_left_out():
    assert words_of(p("{{ place }}"), p("{% if place %}Где: {{ place }}{% endif %}"), p("")) == [""]


def test_a_text_of_several_lines_alone_in_a_paragraph_is_several_paragraphs():
    data = DATA | {"goal": "Первая.\n\nВторая."}
    found = filled(p("{{ goal }}", first=12.5), p("Цель: {{ goal }}"), data=data).blocks
    assert found == (p("Первая.", first=12.5), p("Вторая.", first=12.5), p("Цель: ", "Первая.\n\nВторая."))


def test_items_of_a_list_are_repeated_and_count_on():
    inner = List((Item(p("{% for l in s.lines %}")), Item(p("{{ l.title }}")), Item(p("{% endfor %}"))))
    outer = (Item(p("{% for s in sections %}")), Item(p("{{ s.title }}"), inner), Item(p("{% endfor %}")))
    assert words_of(List(outer, numbered=True)) == [[["I", ["Приказ", "План"]], ["II", ["Встречи"]]]]


def test_a_list_within_a_loop_is_one_list_and_lists_side_by_side_stay_two():
    looped = [p("{% for d in duties %}"), numbered("{{ d }}"), p("{% endfor %}")]
    assert words_of(*looped, p("–"), numbered("а"), numbered("б")) == [
        ["Ведёт базу", "Готовит отчёт"], "–", ["а"], ["б"],
    ]  # fmt: skip
    assert words_of(*looped, data=DATA | {"duties": []}) == []


def test_rows_are_repeated_and_equal_cells_join_within_their_loop():
    (found,) = filled(
        table(
            row("Раздел", "Дело", "Кто"),
            row("{% for s in sections %}", "", ""),
            Row((c("{% for l in s.lines %}"),)),
            row("{% merge %} {{ s.title }}", "{{ l.title }}", "{%merge%}{{ l.who }}"),
            Row((c("{% endfor %}"), c("{% endfor %}"))),
            header_rows=1,
        )
    ).blocks
    assert told(found) == [
        ("Раздел", "Дело", "Кто"), ("I ↓2", "Приказ", "директор ↓2"), ("План",), ("II", "Встречи", "директор"),
    ]  # fmt: skip
    assert len(list(placed(found))) == 4


def test_cells_that_join_stay_in_their_columns_beside_merged_ones():
    (found,) = filled(
        table(
            row("а", "б", "в"),
            Row((c("{% for l in members %}", colspan=3),)),
            Row((c("{% merge %}{{ number }}", colspan=2), c("{{ l }}"))),
            Row((c("{% endfor %}", colspan=3),)),
            Row((c("{{ number }}"), c("х", colspan=2))),
        )
    ).blocks
    assert told(found) == [
        ("а", "б", "в"), ("42-од ↓2", "Белова Анна"), ("Орлов Пётр Андреевич",), ("42-од", "х"),
    ]  # fmt: skip
    assert len(list(placed(found))) == 4


def test_a_cell_that_would_join_in_a_table_within_a_loop_has_nothing_to_join():
    (found,) = filled(
        p("{% for d in duties %}"),
        p("{% if loop.last %}"),
        table(row("{% merge %}{{ d }}")),
        p("{% endif %}{% endfor %}"),
    ).blocks
    assert told(found) == [("Готовит отчёт",)]


def test_a_table_without_rows_is_left_out_and_its_title_is_filled():
    rows = (row("{% for l in plan %}", ""), row("{{ l.what }}", "{{ l.on }}"), row("{% endfor %}", ""))
    block = Table((40, 40), rows, title="План {{ org }}")
    (found,) = filled(block).blocks
    assert (found.title, told(found)) == ("План Школа Гранит", [("Встреча", "01.11.2026"), ("Отчёт", "01.12.2026")])
    assert filled(block, data={"org": "Школа"}).blocks == ()


def test_a_table_and_blocks_stand_in_place_of_their_paragraph():
    annex = (p("Приложение"), PageBreak(), numbered("а"))
    rows, *rest = filled(p("{{ plan }}"), p("{{ annex }}"), data=DATA | {"annex": annex}).blocks
    assert told(rows) == [("Дело", "День"), ("Встреча", "01.11.2026"), ("Отчёт", "01.12.2026")]
    assert rows.header_rows == 1
    assert tuple(rest) == annex


def test_header_footer_and_title_are_filled_too():
    found = filled(p("текст"), title="Приказ {{ number }}", header=(p("{{ org }}"),), footer=(p("{{ place }}"),))
    assert (found.title, found.header, found.footer) == ("Приказ 42-од", (p("Школа Гранит"),), ())


def test_what_has_no_tags_is_the_same_object_every_time():
    blocks = (p("Приказ"), numbered("а"), table(row("а")), p("{{ number }}"), table(row("{{ number }}"), row("б")))
    template = compiled(sheet(*blocks), FORM)
    first, second = (template.fill(DATA, words=AsWritten()).blocks for _time in range(2))
    assert [one is two for one, two in zip(first, second, strict=True)] == [True, True, True, False, False]
    assert first[4].rows[1] is second[4].rows[1] is blocks[4].rows[1]
    assert first == second


HOSTILE = "{{ number }} {% for x in duties %} & < > « ' ` \" ${7*7} \u202e\u0000\x1b" + "Ы" * 300


def test_what_data_bring_is_text_and_never_read_as_a_template():
    found = filled(p("{{ place }}"), p("{{ annex }}"), data=DATA | {"place": HOSTILE, "annex": HOSTILE}).blocks
    printed = HOSTILE.replace("\u202e", "").replace("\u0000", "").replace("\x1b", "")
    assert found == (p(printed), p(HOSTILE))  # the writers take the rest out of blocks


def test_a_missing_value_is_named_and_a_wrong_one_too():
    form = Form([Field("curator", "Куратор", "person"), Field("on", "День", "date")])
    template = compiled(sheet(p("{{ curator }} {{ on }}")), form)
    with pytest.raises(Unfilled) as unfilled:
        template.fill({"on": dt.date(2026, 1, 2)}, words=AsWritten())
    with pytest.raises(Unsuited) as unsuited:
        template.fill({"on": "вчера"}, words=AsWritten())
    assert unfilled.value.names == ("curator", "org")
    assert {path: [wrong.code for wrong in wrongs] for path, wrongs in unsuited.value.wrongs.items()} == {
        "on": ["not_date"]
    }


def test_loops_and_letters_have_a_ceiling(monkeypatch):
    monkeypatch.setattr(limits, "ROUNDS", 5)
    with pytest.raises(TooLarge, match="rounds"):
        line("{% for a in duties %}{% for b in duties %}{% for d in duties %}x{% endfor %}{% endfor %}{% endfor %}")
    monkeypatch.setattr(limits, "LETTERS", 20)
    with pytest.raises(TooLarge, match="letters"):
        line("{{ curator }}{{ curator }}")


def test_a_filled_cell_and_its_table_keep_their_look():
    cell = Cell((p("{{ number }}"),), shaded=True, middle=True)
    (found,) = filled(Table((40,), (Row((cell,)),), lines=False)).blocks
    assert found == Table((40,), (Row((Cell((p("42-од"),), shaded=True, middle=True),)),), lines=False)
