"""A plan on paper: DOCX against its bare XML put together by hand, PDF by the clock, 5,000 lines from the database.

The floor of DOCX is what no writer can beat: one table as text by string formatting, packed into the same archive.
Times are of the processor, in turn (floor, ours, floor, ours …), so that a busy machine slows both alike.
"""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from importlib.metadata import version
from statistics import median
from typing import Any
from xml.sax.saxutils import escape

from bench import Measure
from bench._site import ENGINES, measured

LINES, LONG, ROUNDS = 1000, 5000, 7
MOST_OF_FLOOR = 3.0


def measures() -> Iterable[Measure]:
    from nastavnik.documents.writers.docx import write_docx
    from nastavnik.documents.writers.pdf import write_pdf
    from nastavnik.roadmaps.layouts.sheet import sheet_of

    plan = _plan(LINES)
    sheet = sheet_of(plan)
    pairs = [(_cpu(lambda: _floor(plan)), _cpu(lambda: write_docx(sheet))) for _round in range(ROUNDS)]
    ratio = median(own / floor for floor, own in pairs)
    yield Measure(f"sheet of {LINES:,} lines written as DOCX / its bare XML", ratio, "x", "<=", MOST_OF_FLOOR)
    yield _against_python_docx()
    whole = median(_cpu(lambda: write_docx(sheet_of(plan))) for _round in range(ROUNDS))
    yield Measure(f"plan of {LINES:,} lines laid out and written as DOCX", whole, "s", "<=", 0.5)
    short = sheet_of(_plan(100))
    write_pdf(short)
    versions = f"typst {version('typst')}"
    drawn = median(_cpu(lambda: write_pdf(short)) for _round in range(3))
    yield Measure("plan of 100 lines as PDF", drawn, "s", "<=", 0.5, versions)
    yield Measure(f"plan of {LINES:,} lines as PDF", _cpu(lambda: write_pdf(sheet_of(plan))), "s", "<=", 2, versions)
    for engine in ENGINES:
        found = measured("bench.prints.downloads", engine)
        for kind, target in (("docx", 5), ("xlsx", 5), ("pdf", 8)):
            what = f"plan of {LONG:,} lines downloaded as {kind.upper()}, {engine}"
            yield Measure(what, found[kind], "s", "<=", target)


def downloads() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    from django.test import Client
    from django.urls import reverse

    from bench.plans import _plan as stored
    from tests.cast import make_cast

    cast = make_cast()
    roadmap, _seconds = stored(cast, LONG)
    client = Client()
    client.force_login(cast.curator)
    address = reverse("roadmaps:document", args=[roadmap.uid])

    def fetch(kind: str) -> None:
        response: Any = client.get(address, {"format": kind})
        if not b"".join(response.streaming_content):
            raise RuntimeError(f"{kind}: nothing came")

    fetch("docx")  # the templates and fonts of a first request
    return {kind: _cpu(partial(fetch, kind)) for kind in ("docx", "xlsx", "pdf")}


def _against_python_docx() -> Measure:
    """The usual way: the same table through the library's objects."""
    import docx

    from nastavnik.documents.writers.docx import write_docx
    from nastavnik.roadmaps.layouts.sheet import sheet_of

    def usual() -> None:
        document = docx.Document()
        table = document.add_table(rows=0, cols=5)
        for line in plan.lines:
            cells = table.add_row().cells
            words = (line.number, line.title, line.term, line.responsible, line.result)
            for cell, text in zip(cells, words, strict=True):
                cell.text = text
        document.save(io.BytesIO())

    plan = _plan(100)
    ours = median(_cpu(lambda: write_docx(sheet_of(plan))) for _round in range(ROUNDS))
    theirs = median(_cpu(usual) for _round in range(3))
    return Measure(
        "plan of 100 lines as DOCX, times faster than python-docx",
        theirs / ours,
        "x",
        ">=",
        5,
        f"python-docx {version('python-docx')}",
    )


def _plan(size: int) -> Any:
    from nastavnik.roadmaps.deadlines import Period
    from nastavnik.roadmaps.layouts.words import LineWords, PlanWords, SectionWords

    lines = tuple(
        LineWords(
            f"{n * 10 // size + 1}.{n}", f"Провести мероприятие {n} для наставников", "до 15 октября",
            "директор, куратор", "Протокол", section=n * 10 // size, parties=(("директор", ""), ("куратор", "")),
        )
        for n in range(size)
    )  # fmt: skip
    sections = tuple(SectionWords(str(n), f"Раздел {n}") for n in range(1, 11))
    return PlanWords(
        "План на 2026-2027 учебный год", Period(dt.date(2026, 9, 1), dt.date(2027, 8, 31)), lines, sections
    )


def _floor(plan: Any) -> bytes:
    rows = "".join(
        "<w:tr>"
        + "".join(
            "<w:tc><w:tcPr><w:tcW w:w='1900' w:type='dxa'/></w:tcPr>"
            f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:tc>"
            for text in (line.number, line.title, line.term, line.responsible, line.result)
        )
        + "</w:tr>"
        for line in plan.lines
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>")
    return out.getvalue()


def _cpu(work: Callable[[], Any]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _wall(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
