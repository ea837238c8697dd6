# ruff: noqa: E501 - WordprocessingML keeps to its lines
"""What only DOCX has: drawn numbers, merged cells, tracked changes, hidden words, text boxes, nested tables."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from nastavnik.roadmaps.reader import Plan, Unreadable, read_roadmap

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_NUMBERING = f"""<w:numbering {_W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def paragraph(words: str = "", properties: str = "") -> str:
    run = words if words.startswith("<") else f"<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>" if words else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def numbered(words: str, num: int, level: int = 0) -> str:
    return paragraph(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    body = content if content.startswith(("<w:p>", "<w:tbl>")) else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(each if each.startswith('<w:tc>') else cell(each) for each in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


HEADER = row("№", "Мероприятие", "Срок", "Ответственный")
TITLE = paragraph("Дорожная карта наставничества МБОУ СОШ № 31 на 2026-2027 учебный год")


@pytest.fixture
def read(tmp_path: Path):
    """Reads a body of WordprocessingML as a document with our numbering."""

    def reader(body: str, **parts: str) -> Plan:
        path = tmp_path / "plan.docx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml", _TYPES)
            archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
            archive.writestr("word/numbering.xml", _NUMBERING)
            for name, content in parts.items():
                archive.writestr(f"word/{name}.xml", content)
        return read_roadmap(path)

    return reader


def told(plan: Plan) -> list[tuple[str, str, str, list[str]]]:
    return [
        (line.number, line.title, line.deadline_text, [each.text for each in line.responsible]) for line in plan.lines
    ]


def fates(plan: Plan) -> dict[str, str]:
    return {each.text: each.reason for each in plan.cells if each.fate == "ignored"}


def test_numbers_that_word_draws_are_the_numbers_of_the_lines(read):
    plan = read(
        TITLE
        + table(
            HEADER,
            row(numbered("", 1), "Подготовка", "", ""),
            row(numbered("", 1, 1), "Издать приказ", "сентябрь", "директор"),
            row(numbered("", 1, 1), "Собрать базу", "октябрь", "куратор"),
            row(numbered("", 1), "Работа", "", ""),
            row(numbered("", 1, 1), "Встречи пар", "ежемесячно", "наставники"),
        )
    )

    assert told(plan) == [
        ("1.1", "Издать приказ", "сентябрь", ["директор"]),
        ("1.2", "Собрать базу", "октябрь", ["куратор"]),
        ("2.1", "Встречи пар", "ежемесячно", ["наставники"]),
    ]
    assert [(section.number, section.title) for section in plan.sections] == [("1.", "Подготовка"), ("2.", "Работа")]


def test_a_drawn_list_inside_a_cell_is_a_line_for_each_number(read):
    plan = read(
        TITLE
        + table(
            row("Этап", "Мероприятия", "Сроки", "Ответственные"),
            row("Подготовка", numbered("Издать приказ", 1) + numbered("Собрать согласия", 1), "сентябрь", "директор"),
            row("Работа", numbered("Провести встречи", 4) + numbered("Собрать отзывы", 4), "май", "куратор"),
        )
    )

    assert told(plan) == [
        ("1.", "Издать приказ", "сентябрь", ["директор"]),
        ("2.", "Собрать согласия", "сентябрь", ["директор"]),
        ("1.", "Провести встречи", "май", ["куратор"]),
        ("2.", "Собрать отзывы", "май", ["куратор"]),
    ]


def test_bullets_are_sub_items_of_one_line(read):
    plan = read(
        TITLE
        + table(
            HEADER,
            row("1", paragraph("Подготовить пакет:") + numbered("приказ;", 2) + numbered("положение до 5 октября.", 2), "октябрь", "директор"),
            row("2", "Собрать базу", "ноябрь", "куратор"),
        )
    )  # fmt: skip

    assert plan.lines[0].title == "Подготовить пакет: - приказ; - положение до 5 октября."
    assert [(sub.text, sub.deadline_text) for sub in plan.lines[0].sub_items] == [("приказ", ""), ("положение до 5 октября.", "до 5 октября")]  # fmt: skip


def test_a_cell_merged_downwards_counts_for_each_of_its_rows(read):
    open_merge, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    plan = read(
        TITLE
        + table(
            HEADER,
            row("1", "Издать приказ", cell("сентябрь", open_merge), "директор"),
            row("2", "Собрать базу", cell("", goes_on), "куратор"),
            row("3", "Обучить", cell("октябрь"), "куратор"),
        )
    )

    assert [line.deadline_text for line in plan.lines] == ["сентябрь", "сентябрь", "октябрь"]


def test_an_empty_cell_does_not_inherit(read):
    plan = read(
        TITLE
        + table(HEADER, row("1", "Издать приказ", "сентябрь", "директор"), row("2", "Собрать базу", "", "куратор"))
    )

    assert [line.deadline_text for line in plan.lines] == ["сентябрь", ""]
    assert [flag.code for flag in plan.lines[1].flags] == ["term_missing"]


def test_deleted_words_are_gone_inserted_words_stay(read):
    changed = (
        "<w:r><w:t>Издать </w:t></w:r><w:del><w:r><w:delText>распоряжение</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>приказ</w:t></w:r></w:ins>"
    )
    plan = read(
        TITLE
        + table(
            HEADER,
            row("1", f"<w:p>{changed}</w:p>", "сентябрь", "директор"),
            row("2", "Собрать базу", "октябрь", "куратор"),
            row("3", "Лишняя строка", "май", "никто", properties="<w:del/>"),
        )
    )

    assert [line.title for line in plan.lines] == ["Издать приказ", "Собрать базу"]
    assert fates(plan)["распоряжение"] == "Удалено в режиме правки"
    assert fates(plan)["Лишняя строка"] == "Удалено в режиме правки"


def test_hidden_words_and_rows_are_told_and_left_out(read):
    secret = "<w:r><w:t>Собрать базу</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> тайно</w:t></w:r>"
    plan = read(
        TITLE
        + table(
            HEADER,
            row("1", f"<w:p>{secret}</w:p>", "сентябрь", "куратор"),
            row("2", "Обучить", "октябрь", "куратор"),
            row("3", "Скрытая", "май", "куратор", properties="<w:hidden/>"),
        )
    )

    assert [line.title for line in plan.lines] == ["Собрать базу", "Обучить"]
    assert {fates(plan)["тайно"], fates(plan)["Скрытая"]} == {"Скрытый текст или скрытая строка"}


def test_a_stamp_in_a_text_box_is_read_once_though_word_keeps_it_twice(read):
    box = "".join(map(paragraph, ("УТВЕРЖДАЮ", "Директор МБОУ СОШ № 31", "______ И.И. Кротова", "30.08.2026")))
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    both = (
        f"<w:r><mc:AlternateContent {names}><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{box}</w:txbxContent>"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{box}</w:txbxContent></v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    plan = read(
        f"<w:p>{both}</w:p>"
        + TITLE
        + table(HEADER, row("1", "Обучить", "октябрь", "куратор"), row("2", "Отчёт", "май", "куратор"))
    )

    assert (plan.approval.status, plan.approval.position, plan.approval.person) == (
        "approved",
        "Директор МБОУ СОШ № 31",
        "И.И. Кротова",
    )
    assert str(plan.approval.date) == "2026-08-30"
    assert sum(each.text == "УТВЕРЖДАЮ" for each in plan.cells) == 1


def test_a_table_that_only_arranges_gives_way_to_the_plan_inside_it(read):
    inner = table(HEADER, row("1", "Обучить", "октябрь", "куратор"), row("2", "Отчёт", "май", "куратор"))
    plan = read(TITLE + table(row(cell(inner + paragraph()))))

    assert [line.title for line in plan.lines] == ["Обучить", "Отчёт"]


def test_a_table_inside_an_activity_is_its_text(read):
    inner = table(row("5 класс", "Лугова Н.П."), row("6 класс", "Ветров С.А."))
    plan = read(
        TITLE
        + table(
            HEADER,
            row("1", cell(paragraph("Обучить по группам") + inner + paragraph()), "октябрь", "куратор"),
            row("2", "Отчёт", "май", "куратор"),
        )
    )

    assert plan.lines[0].title == "Обучить по группам 5 класс Лугова Н.П. 6 класс Ветров С.А."
    assert len(plan.lines) == 2


def test_footnotes_headers_and_comments_are_told_as_ignored(read):
    note = f"<w:footnotes {_W}><w:footnote>{paragraph('По согласованию с учредителем')}</w:footnote></w:footnotes>"
    head = f"<w:hdr {_W}>{paragraph('Черновик 3')}</w:hdr>"
    plan = read(
        TITLE + table(HEADER, row("1", "Обучить", "октябрь", "куратор"), row("2", "Отчёт", "май", "куратор")),
        footnotes=note, header1=head,
    )  # fmt: skip

    assert fates(plan) == {"По согласованию с учредителем": "Сноска", "Черновик 3": "Колонтитул"}


def test_words_under_a_merged_cell_are_told(read):
    open_merge, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    plan = read(
        TITLE
        + table(
            HEADER,
            row("1", "Издать приказ", cell("сентябрь", open_merge), "директор"),
            row("2", "Собрать базу", cell("старый срок", goes_on), "куратор"),
        )
    )

    assert fates(plan)["старый срок"].startswith("Текст под объединённой ячейкой")


def test_roman_sections_in_drawn_numbers(read):
    across = '<w:gridSpan w:val="4"/>'
    plan = read(
        TITLE
        + table(
            HEADER,
            row(cell(numbered("Подготовка", 3), across)),
            row("1", "Издать приказ", "сентябрь", "директор"),
            row(cell(numbered("Работа пар", 3), across)),
            row("2", "Встречи", "ежемесячно", "наставники"),
        )
    )

    assert [(section.number, section.title) for section in plan.sections] == [
        ("I.", "Подготовка"),
        ("II.", "Работа пар"),
    ]
    assert [line.section for line in plan.lines] == ["I.", "II."]


def test_a_document_without_a_plan_says_so(read):
    with pytest.raises(Unreadable) as refusal:
        read(TITLE + paragraph("Текст без таблицы."))

    assert refusal.value.code == "no_table"
    assert refusal.value.sentence.startswith("В документе не найдена таблица плана")
