"""Tables drawn with letters, as old programs and typewriter habits leave them in text files."""

from __future__ import annotations

from pathlib import Path

import pytest

from nastavnik.roadmaps.reader import read_roadmap

ROWS = (
    ("№", "Мероприятие", "Срок", "Ответственный"),
    ("1", "Издать приказ о запуске\nпрограммы наставничества", "до 10\nсентября", "директор"),
    (
        "2",
        "Провести анкетирование\nнаставляемых\nи наставников",
        "октябрь",
        "педагог-\nпсихолог,\nклассные\nруководи-\nтели",
    ),
    ("3", "Подвести итоги", "май", "куратор"),
)
WIDTHS = (4, 28, 12, 16)
STYLES = {
    "plus": ("+-+", "+=+", "+-+", "|"),
    "light": ("┌┬┐─", "├┼┤─", "└┴┘─", "│"),
    "double": ("╔╦╗═", "╠╬╣═", "╚╩╝═", "║"),
}


def drawn(style: str) -> str:
    top, middle, bottom, bar = STYLES[style]

    def rule(marks: str) -> str:
        if style == "plus":
            return "+" + "+".join(marks[1] * width for width in WIDTHS) + "+"
        return marks[0] + marks[1].join(marks[3] * width for width in WIDTHS) + marks[2]

    lines = ["План наставничества на 2026-2027 учебный год", "", rule(top)]
    for number, row in enumerate(ROWS):
        parts = [cell.split("\n") for cell in row]
        for level in range(max(map(len, parts))):
            words = [part[level] if level < len(part) else "" for part in parts]
            lines.append(
                bar + bar.join(f" {word}".ljust(width) for word, width in zip(words, WIDTHS, strict=True)) + bar
            )
        lines.append(rule(bottom if number == len(ROWS) - 1 else middle))
    return "\n".join(lines)


@pytest.mark.parametrize("style", STYLES)
def test_cells_that_go_on_from_line_to_line_are_joined(style: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(drawn(style), "utf-8")

    plan = read_roadmap(path)

    assert [(line.number, line.title, line.deadline_text) for line in plan.lines] == [
        ("1", "Издать приказ о запуске программы наставничества", "до 10 сентября"),
        ("2", "Провести анкетирование наставляемых и наставников", "октябрь"),
        ("3", "Подвести итоги", "май"),
    ]
    assert [[party.text for party in line.responsible] for line in plan.lines] == [
        ["директор"],
        ["педагог-психолог", "классные руководители"],
        ["куратор"],
    ]
    assert plan.title == "План наставничества на 2026-2027 учебный год"


def test_a_table_of_markdown_keeps_a_row_to_a_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# План наставничества на 2026-2027 учебный год\n\n"
        "| № | Мероприятие | Срок | Ответственный |\n|---|---|---|---|\n"
        "| 1 | Издать приказ | сентябрь | директор |\n| 2 | Провести встречу | май | куратор |\n",
        "utf-8",
    )

    assert [line.title for line in read_roadmap(path).lines] == ["Издать приказ", "Провести встречу"]


@pytest.mark.parametrize(
    "heading", ["Подтверждение", "Чем подтверждается", "Отчёт", "Форма фиксации", "Локальный акт"]
)
def test_a_column_that_names_what_proves_a_line_is_its_result(heading: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        f"План наставничества на 2026-2027 учебный год\n\n№\tМероприятие\tСрок\tОтветственный\t{heading}\n"
        "1\tИздать приказ\tдо 10 сентября\tдиректор\tПриказ\n2\tПровести встречу\tоктябрь\tкуратор\tПротокол\n",
        "utf-8",
    )

    assert [line.result for line in read_roadmap(path).lines] == ["Приказ", "Протокол"]
