"""What one edition of a template says otherwise than another."""

from __future__ import annotations

from dataclasses import replace

from nastavnik.documents.comparing import Kind, compare
from nastavnik.documents.tree import Cell, Document, Item, List, Page, Paragraph, Row, Run, Table


def text(words: str) -> Paragraph:
    return Paragraph((Run(words),))


OLD = Document(
    "Приказ",
    (
        text("Назначить куратором {{ curator|accs }}."),
        List((Item(text("вести базы наставников")), Item(text("готовить отчёты раз в полугодие")))),
        text("{% if control %}"),
        Table((80, 90), (Row((Cell((text("Этап"),)), Cell((text("Срок"),)))),)),
    ),
    header=(text("Приложение"),),
)


def changes(new: Document) -> list[tuple[str, str, str, str]]:
    return [(one.kind.value, one.old, one.new, one.after) for one in compare(OLD, new).changes]


def test_paragraphs_entries_and_rows_are_compared_each_for_itself():
    new = replace(
        OLD,
        blocks=(
            text("Назначить куратором {{ curator|accs }}."),
            List((Item(text("готовить отчёты раз в четверть")), Item(text("проводить встречи")))),
            text("{% if control %}"),
            Table((80, 90), (Row((Cell((text("Этап"),)), Cell((text("Дата"),)))),)),
            text("Ознакомить под подпись."),
        ),
    )
    first = "Назначить куратором {{ curator|accs }}."
    assert changes(new) == [
        ("removed", "вести базы наставников", "", first),
        ("reworded", "готовить отчёты раз в полугодие", "готовить отчёты раз в четверть", first),
        ("added", "", "проводить встречи", first),
        ("reworded", "Этап | Срок", "Этап | Дата", first),
        ("added", "", "Ознакомить под подпись.", first),
    ]
    assert compare(OLD, new).count(Kind.ADDED) == 2


def test_the_same_words_may_look_otherwise():
    assert not compare(OLD, OLD)
    found = compare(OLD, replace(OLD, page=Page(landscape=True)))
    assert (found.changes, found.is_look_changed) == ((), True)


def test_words_are_told_apart_within_a_paragraph():
    new = replace(OLD, blocks=(text("Назначить куратором программы {{ curator|accs }}."), *OLD.blocks[1:]))
    (change,) = compare(OLD, new).changes
    assert [(piece.kind, piece.text) for piece in change.pieces if piece.kind != "same"] == [("added", " программы")]
    assert change.after == "Приложение"
