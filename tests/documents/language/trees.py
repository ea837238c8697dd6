"""Short hands for trees with tags, the form they are tied to, and what comes out in plain words."""

from __future__ import annotations

from nastavnik.documents.language import AsWritten, Field, Form, compiled
from nastavnik.documents.tree import Cell, Document, Item, List, Paragraph, Row, Run, Table

FORM = Form(
    [
        Field("curator", "Куратор", "person", required=False),
        Field("duties", "Обязанности", "list", required=False),
        Field("members", "Состав", "list", of="person", required=False),
        Field("goal", "Цель", "multiline", required=False),
        Field("form", "Форма", "enum", required=False, choices=(("pair", "пара"), ("group", "группа"))),
        Field("size", "Сколько", "int", required=False),
        Field("term", "Срок", "period", required=False),
        Field("place", "Где", required=False),
        Field("annex", "Приложение", "blocks", required=False),
        Field("address", "Адрес", "handwritten_blank", required=False, stored=False),
        Field("plan", "План", "table", required=False, fields=(Field("what", "Дело"), Field("on", "День", "date"))),
        Field(
            "sections",
            "Разделы",
            "list",
            required=False,
            fields=(
                Field("title", "Название"),
                Field("lines", "Пункты", "list", fields=(Field("title", "Дело"), Field("who", "Кто"))),
            ),
        ),
    ]
)
DATA = {
    "org": {
        "name": "Школа Гранит",
        "city": "Заречный",
        "head": {"name": "Громова Елена Павловна", "post": "директор"},
    },
    "number": "42-од",
    "date": "2026-10-15",
    "curator": {"name": "Орлов Пётр Андреевич", "post": "учитель", "gender": "masc"},
    "duties": ["Ведёт базу", "Готовит отчёт"],
    "members": ["Белова Анна", {"name": "Орлов Пётр Андреевич", "post": "учитель"}],
    "form": "pair",
    "size": 1234,
    "term": {"start": "2026-09-01", "end": "2027-05-31"},
    "plan": [{"what": "Встреча", "on": "2026-11-01"}, {"what": "Отчёт", "on": "2026-12-01"}],
    "sections": [
        {"title": "I", "lines": [{"title": "Приказ", "who": "директор"}, {"title": "План", "who": "директор"}]},
        {"title": "II", "lines": [{"title": "Встречи", "who": "директор"}]},
    ],
}


def p(*texts, **look):
    return Paragraph(tuple(Run(text) for text in texts), **look)


def c(text, **look):
    return Cell((p(text),), **look)


def row(*texts):
    return Row(tuple(c(text) for text in texts))


def numbered(*texts):
    return List(tuple(Item(p(text)) for text in texts), numbered=True)


def table(*rows, header_rows=0):
    return Table((40,) * max(len(each.cells) for each in rows), rows, header_rows=header_rows)


def sheet(*blocks, title="Приказ", **more):
    return Document(title, blocks, **more)


def filled(*blocks, data=DATA, form=FORM, words=None, **more):
    return compiled(sheet(*blocks, **more), form).fill(data, words=words or AsWritten())


def told(block):
    """A block in plain words: a text, a list of texts, a list of rows of texts with the height of taller cells."""
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, List):
        return [
            [item.paragraph.text, told(item.inner)] if item.inner else item.paragraph.text for item in block.items
        ]
    return [
        tuple(
            "\n".join(each.text for each in cell.blocks) + (f" ↓{cell.rowspan}" if cell.rowspan > 1 else "")
            for cell in each.cells
        )
        for each in block.rows
    ]


def words_of(*blocks, data=DATA, **more):
    return [told(block) for block in filled(*blocks, data=data, **more).blocks]


def line(text, data=DATA, **more):
    """What one paragraph becomes; empty if it vanishes."""
    return "".join(words_of(p(text), data=data, **more)).replace("\u00a0", " ")
