"""Documents from templates: DOCX against a bare loop over text parsed before, PDF by the clock, memory over many.

The floor of DOCX is what no template engine can beat: the body as one string with places for the values, escaped and
packed with the same ready parts into the same archive. Times are of the processor, in turn, so that a busy machine
slows both alike. WeasyPrint, the usual way to a PDF, is no dependency of ours: elsewhere it took 179 ms for three
pages, of which a fifth is the target.
"""

from __future__ import annotations

import gc
import io
import math
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from statistics import median
from typing import Any
from xml.sax.saxutils import escape

from bench import Measure

COUNT, ROUNDS, TURNS = 1000, 5, 40
MOST_OF_FLOOR = 1.5


def measures() -> Iterable[Measure]:
    from nastavnik.documents.language import AsWritten
    from nastavnik.documents.writers.docx import write_docx
    from nastavnik.documents.writers.pdf import write_pdf

    template, words = _order(), AsWritten()
    people = [_data(number) for number in range(COUNT)]
    floor = _Floor(write_docx(template.document))

    def ours(data: dict[str, Any]) -> bytes:
        return write_docx(template.fill(data, words=words))

    if _words(ours(people[0])) != _words(floor.fill(people[0])):
        raise RuntimeError("the floor does not say what the document says")
    pairs = [_in_turn(lambda n: ours(people[n]), lambda n: floor.fill(people[n])) for _round in range(ROUNDS)]
    own, bare = (median(each) / COUNT * 1000 for each in zip(*pairs, strict=True))
    yield Measure("one-page order filled and written as DOCX", own, "ms", "<=", 5)
    what = f"{COUNT:,} one-page orders as DOCX / a bare loop over the parsed XML"
    yield Measure(
        what, median(mine / least for mine, least in pairs), "x", "<=", MOST_OF_FLOOR, f"floor {bare:.2f} ms"
    )
    filled = _cpu(lambda: [template.fill(data, words=words) for data in people]) / COUNT * 1000
    yield Measure("one-page order filled, not yet written", filled, "ms", "<=", 0.5)
    yield Measure(f"memory kept after {COUNT:,} orders", _growth(lambda n: ours(people[n])), "MB", "<=", 1)

    yield Measure("growth exponent, 500 to 4,000 people in one order", _exponent(ours), "", "<=", 1.05)

    versions = f"typst {version('typst')}"
    long = _order(paragraphs=16)
    document = long.fill(people[0], words=words)
    write_pdf(document)
    pages = _pages(write_pdf(document))
    yield Measure("pages of the longer order", pages, "", ">=", 3)
    drawn = median(_cpu(lambda: write_pdf(long.fill(people[0], words=words))) for _round in range(ROUNDS))
    yield Measure("order of three pages filled and drawn as PDF", drawn * 1000, "ms", "<=", 36, versions)


def _order(paragraphs: int = 0) -> Any:
    """As an organisation writes it: a head, requisites, points, people of a table, a signature."""
    from nastavnik.documents.language import Field, Form, compiled
    from nastavnik.documents.tree import Cell, Document, Item, List, Paragraph, Row, Run, Table

    def p(text: str, **look: Any) -> Any:
        return Paragraph((Run(text),), **look)

    def cells(*texts: str) -> Row:
        return Row(tuple(Cell((p(text),)) for text in texts))

    form = Form(
        [
            Field("curator", "Куратор", "person"),
            Field("duties", "Обязанности", "list"),
            Field("members", "Состав", "list", fields=(Field("name", "Фамилия"), Field("post", "Должность"))),
            Field("control", "Контроль"),
        ]
    )
    people = Table(
        (10, 80, 80),
        (cells("№", "Фамилия, имя, отчество", "Должность"), cells("{% for m in members %}", "", ""),
         cells("{{ loop.index }}", "{{ m.name }}", "{{ m.post }}"), cells("{% endfor %}", "", "")),
        header_rows=1,
    )  # fmt: skip
    signature = Table((80, 40, 50), (cells("{{ signer.post|first_upper }}", "", "{{ signer.name|short_first }}"),))
    duties = (Item(p("{% for d in duties %}")), Item(p("{{ d }}")), Item(p("{% endfor %}")))
    said = "Приказ доводится до сведения работников в день его подписания, действует до его отмены и хранится вместе "
    blocks = (
        p("{{ org.full }}", align="center"),
        p("ПРИКАЗ", align="center", heading=1),
        p("{{ date|date_ru }} № {{ number }}", align="center"),
        p("О назначении куратора на {{ school_year }} учебный год", before=12, after=12),
        p(
            "На основании положения о наставничестве, принятого педагогическим советом, п р и к а з ы в а ю:",
            hanging=5,
        ),
        p("Назначить куратором {{ curator.name }}, {{ curator.post }}.", align="justify"),
        p("Возложить на куратора обязанности:", align="justify"),
        List(duties, numbered=True),
        p("Утвердить состав рабочей группы:", align="justify"),
        people,
        *(p(said * 4, align="justify") for _number in range(paragraphs)),
        p("Контроль за исполнением приказа: {{ control }}.", align="justify"),
        signature,
        p("С приказом ознакомлены: ______________", before=12),
    )
    return compiled(Document("Приказ № {{ number }}", blocks), form)


def _data(number: int) -> dict[str, Any]:
    school = f"Средняя школа {number}"
    return {
        "org": {"name": school, "full": f"Муниципальное общеобразовательное учреждение «{school}»"},
        "number": f"{number}-од", "date": "2026-10-15", "school_year": "2026/2027",
        "signer": {"name": "Громова Елена Павловна", "post": "директор"},
        "curator": {"name": f"Орлов Пётр Андреевич {number}", "post": "заместитель директора"},
        "duties": ["вести базу наставников", "готовить отчёты", "проводить встречи"],
        "members": [{"name": f"Белова Анна {place}", "post": "учитель & методист"} for place in range(4)],
        "control": "оставляю за собой",
    }  # fmt: skip


class _Floor:
    """Text with places, repeated pieces cut out beforehand, and everything else of the archive ready."""

    def __init__(self, written: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            self.parts = [(each.filename, archive.read(each)) for each in archive.infolist()]
        parts = dict(self.parts)
        body, self.core = parts["word/document.xml"].decode(), parts["docProps/core.xml"].decode()
        body, self.row = self._cut(body, "w:tr", "{% for m in members %}")
        self.body, self.item = self._cut(body, "w:p", "{% for d in duties %}")

    def _cut(self, body: str, element: str, begin: str) -> tuple[str, str]:
        """The body with a mark in place of the piece between two tags, and the piece."""
        start = body.rindex(f"<{element}>", 0, body.index(begin))
        first = body.index(f"</{element}>", body.index(begin)) + len(element) + 3
        end = body.index("{% endfor %}", first)
        last = body.rindex(f"<{element}>", 0, end)
        rest = body.index(f"</{element}>", end) + len(element) + 3
        return f"{body[:start]}[{element}]{body[rest:]}", body[first:last]

    def fill(self, data: dict[str, Any]) -> bytes:
        body = self.body.replace(
            "[w:p]", "".join(self.item.replace("{{ d }}", escape(duty)) for duty in data["duties"])
        )
        rows = (
            self.row.replace("{{ loop.index }}", str(place))
            .replace("{{ m.name }}", escape(each["name"]))
            .replace("{{ m.post }}", escape(each["post"]))
            for place, each in enumerate(data["members"], start=1)
        )
        body = body.replace("[w:tr]", "".join(rows))
        name, first, second = data["signer"]["name"].split()
        values = {
            "{{ org.full }}": data["org"]["full"], "{{ date|date_ru }}": "15\u00a0октября 2026\u00a0г.",
            "{{ number }}": data["number"], "{{ school_year }}": data["school_year"],
            "{{ curator.name }}": data["curator"]["name"], "{{ curator.post }}": data["curator"]["post"],
            "{{ control }}": data["control"], "{{ signer.name|short_first }}": f"{first[0]}. {second[0]}. {name}",
            "{{ signer.post|first_upper }}": data["signer"]["post"].capitalize(),
        }  # fmt: skip
        for tag, value in values.items():
            body = body.replace(tag, escape(value))
        ready = {"word/document.xml": body, "docProps/core.xml": self.core.replace("{{ number }}", data["number"])}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for part, content in self.parts:
                info = zipfile.ZipInfo(part)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, ready[part].encode() if part in ready else content)
        return out.getvalue()


def _words(docx: bytes) -> list[str]:
    """Every text of the body, runs of a paragraph joined."""
    from lxml import etree

    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(map(str, each.itertext())) for each in root.iter(f"{space}p")]


def _in_turn(*works: Callable[[int], Any]) -> tuple[float, ...]:
    """Seconds of each over all numbers, a few of each at a time."""
    spent = [0.0] * len(works)
    for start in range(0, COUNT, TURNS):
        for place, work in enumerate(works):
            begin = time.process_time()
            for number in range(start, start + TURNS):
                work(number)
            spent[place] += time.process_time() - begin
    return tuple(spent)


def _cpu(work: Callable[[], Any]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _growth(work: Callable[[int], Any]) -> float:
    """Megabytes that stay taken after all of them."""
    for number in range(50):
        work(number)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(COUNT):
        work(number)
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return max(0.0, (after - before) / 1e6)


def _exponent(work: Callable[[dict[str, Any]], Any]) -> float:
    def took(size: int) -> float:
        data = _data(1)
        data["members"] = [{"name": f"Белова Анна {place}", "post": "учитель"} for place in range(size)]
        return min(_cpu(lambda: work(data)) for _round in range(ROUNDS))

    return math.log(took(4000) / took(500), 8)


def _pages(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)
