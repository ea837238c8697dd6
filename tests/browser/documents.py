"""One small plan as people keep it: a document of Word, a sheet of Excel, a PDF."""

from __future__ import annotations

from pathlib import Path

import docx
import xlsxwriter

HEAD = ("№", "Мероприятие", "Срок", "Ответственный", "Результат")
ROWS = (
    ("1", "Издать приказ о запуске программы наставничества", "до 10 сентября", "директор", "Приказ"),
    ("2", "Подготовить положение о наставничестве", "первая неделя октября", "куратор", "Положение"),
    ("3", "Провести встречу наставников", "1 раз в квартал", "куратор, педагог-психолог", "Протокол"),
)
TITLE = "План мероприятий («дорожная карта») наставничества на 2026-2027 учебный год"


def as_docx(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def as_xlsx(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row, cells in enumerate(((TITLE,), (), HEAD, *ROWS)):
        sheet.write_row(row, 0, cells)
    book.close()
    return path


def as_pdf(path: Path) -> Path:
    import typst

    cells = ", ".join(f"[{text}]" for row in (HEAD, *ROWS) for text in row)
    source = f'#set page("a4")\n#set text(size: 10pt)\n{TITLE}\n#table(columns: (1cm, 5cm, 3cm, 4cm, 3cm), {cells})'
    path.write_bytes(typst.compile(source.encode()))
    return path
