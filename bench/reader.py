"""The road map reader as the command that people run: whole processes, wall time and peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from bench import Measure

RUNS = 5
MOST_DOCX, MOST_PDF, MOST_MEGABYTES = 1.0, 3.0, 300.0
TERMS = ("до 15 октября", "ноябрь", "1 раз в квартал", "в течение года", "декабрь, февраль")


def measures() -> Iterable[Measure]:
    from importlib.metadata import version

    with tempfile.TemporaryDirectory(prefix="nastavnik-bench-") as folder:
        word, page = Path(folder, "plan.docx"), Path(folder, "plan.pdf")
        _write_docx(word, 100)
        _write_pdf(page)
        docx, pdf = f"python-docx {version('python-docx')}", f"pdfplumber {version('pdfplumber')}"
        yield Measure("reader, DOCX of 100 lines, whole process", _seconds(word), "s", "<=", MOST_DOCX, docx)
        yield Measure("reader, PDF of 10 pages, whole process", _seconds(page), "s", "<=", MOST_PDF, pdf)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        yield Measure(
            "reader, peak memory of its largest process", peak, "MB", "<=", MOST_MEGABYTES, f"{docx}, {pdf}"
        )


def _seconds(path: Path) -> float:
    times = []
    for _run in range(RUNS):
        begin = time.perf_counter()
        words = [sys.executable, "-m", "nastavnik", "roadmap", "read", str(path), "--json"]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env=os.environ)  # noqa: S603
        times.append(time.perf_counter() - begin)
    return median(times)


def _rows(count: int) -> Iterable[tuple[str, ...]]:
    for number in range(1, count + 1):
        yield (
            f"1.{number}",
            f"Провести встречу наставников и наставляемых № {number} и подвести её итоги",
            TERMS[number % len(TERMS)],
            "куратор, педагог-психолог",
            "Протокол встречи",
        )


HEAD = ("№ п/п", "Мероприятие", "Срок", "Ответственный", "Результат")
TITLE = "План мероприятий («дорожная карта») наставничества на 2026-2027 учебный год"


def _write_docx(path: Path, count: int) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=len(HEAD))
    table.style = "Table Grid"
    for row in (HEAD, *_rows(count)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def _write_pdf(path: Path) -> None:
    import typst

    def quoted(text: str) -> str:
        return f"[{text}]".replace("#", r"\#")

    def source(count: int) -> bytes:
        cells = ", ".join(quoted(text) for row in (HEAD, *_rows(count)) for text in row)
        head = '#set page("a4")\n#set text(size: 11pt, lang: "ru")\n' + TITLE
        return f"{head}\n#table(columns: (1cm, 6cm, 3cm, 4cm, 3cm), {cells})\n".encode()

    count = 60
    while True:
        path.write_bytes(typst.compile(source(count)))
        pages = _pages(path)
        if pages == PAGES:
            return
        count = max(1, count + (PAGES - pages) * 8)


PAGES = 10


def _pages(path: Path) -> int:
    import pypdf

    return len(pypdf.PdfReader(path).pages)
