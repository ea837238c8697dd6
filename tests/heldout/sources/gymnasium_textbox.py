"""A gymnasium's plan: the stamp in a text box, numbers and bullets made by Word, terms before activities."""

from __future__ import annotations

from pathlib import Path

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.heldout.sources import docx_writing as word
from tests.heldout.sources.model import (
    TWICE_A_YEAR,
    Line,
    Plan,
    Section,
    always,
    due,
    rhythm,
    span,
    spans,
)

YEAR = ("2025-01-01", "2025-12-31")
METHODIST, MENTORS = "методист", "наставники"

LINES = (
    Line("1", "Приказ о сроках и участниках программы", "до 17 января", due("2025-01-17"), ("директор",)),
    Line(
        "2",
        "Подготовка пакета документов:",
        "январь",
        span("2025-01-01", "2025-01-31"),
        ("заместитель директора по воспитательной работе", "юрисконсульт"),
        parts=("положение о наставничестве;", "форма дневника встреч;", "образцы согласий."),
    ),
    Line(
        "3",
        "Анкетирование учителей со стажем до трёх лет",
        "27–31 января",
        span("2025-01-27", "2025-01-31"),
        (METHODIST,),
    ),
    Line(
        "4",
        "Встреча-знакомство молодых учителей с наставниками",
        "в феврале",
        span("2025-02-01", "2025-02-28"),
        ("куратор", METHODIST),
    ),
    Line(
        "5",
        "Утверждение индивидуальных планов пар",
        "до 28 февраля 2025 г.",
        due("2025-02-28"),
        ("директор",),
    ),
    Line(
        "6",
        "Взаимопосещение уроков с последующим обсуждением",
        "ежемесячно",
        rhythm("FREQ=MONTHLY", YEAR),
        (MENTORS, "молодые учителя"),
    ),
    Line(
        "7",
        "Методические дни:",
        "март, октябрь",
        spans(("2025-03-01", "2025-03-31"), ("2025-10-01", "2025-10-31")),
        (METHODIST, "руководители кафедр"),
        parts=("открытые уроки;", "мастер-классы наставников;", "круглый стол «Мой первый класс»."),
    ),
    Line(
        "8",
        "Набор старшеклассников в отряд наставников для пятых классов",
        "II квартал",
        span("2025-04-01", "2025-06-30"),
        ("советник директора по воспитанию",),
    ),
    Line("9", "Консультации психолога для пар", "в течение года", always(YEAR), ("педагог-психолог",)),
    Line("10", "Отчёты наставников о работе в первом полугодии", "до 1 июня", due("2025-06-01"), (MENTORS,)),
    Line(
        "11",
        "Изучение удовлетворённости участников",
        "1 раз в полугодие",
        rhythm(TWICE_A_YEAR, YEAR),
        ("педагог-психолог",),
    ),
    Line(
        "12",
        "Адаптационная программа для пятых классов:",
        "сентябрь – ноябрь",
        span("2025-09-01", "2025-11-30"),
        ("отряд наставников", "классные руководители 5-х классов"),
        parts=("игра по станциям;", "дежурство наставников на переменах;", "вечер знакомства с родителями."),
    ),
    Line(
        "13",
        "Подведение итогов и поощрение наставников",
        "не позднее 20 декабря 2025 г.",
        due("2025-12-20"),
        ("директор", "куратор"),
    ),
)

PLAN = Plan(
    document="gymnasium_textbox.docx",
    title=("План мероприятий", "по развитию наставничества", "в МБОУ «Гимназия № 41»", "на 2025 год"),
    organisation="МБОУ «Гимназия № 41»",
    accept={"organisation": ["Гимназия № 41"]},
    approval={"status": "approved", "order_no": "377/2", "date": "2024-12-25", "position": None},
    period=YEAR,
    columns=("№ п/п", "Сроки", "Мероприятия", "Исполнители"),
    sections=(Section(None, None, LINES),),
    notes=("stamp in a text box, twice in the file as Word keeps it", "Word numbers the rows and the bullets"),
)

STAMP = ("УТВЕРЖДЕНО", "приказом по МБОУ «Гимназия № 41»", "от 25.12.2024 № 377/2")

# Word writes a text box twice: a drawing, and a VML shape for older readers.
TEXT_BOX = """<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin">
<wp:align>right</wp:align></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>
</wp:positionV><wp:extent cx="2600000" cy="800000"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="Stamp"/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2600000" cy="800000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{text}</w:txbxContent>
</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:shape style="width:205pt;height:63pt"><v:textbox><w:txbxContent>{text}</w:txbxContent>
</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def draw(plan: Plan, path: Path) -> None:
    document = word.blank()
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in STAMP)
    document.add_paragraph()._p.append(parse_xml(TEXT_BOX.format(ns=nsdecls("w", "a"), text=text)))
    word.say(document, plan.title, word.CENTRE, bold=True)
    numbers = word.add_list(document, "%1.")
    bullets = word.add_list(document, "\uf0b7", bullet=True)
    table = word.grid(document, (1.2, 3.6, 8, 5))
    word.add_row(table, plan.columns, bold=True)
    for _, line in plan.lines():
        cells = word.add_row(table, ("", line.term, line.title, "\n".join(line.who))).cells
        word.number_by(cells[0].paragraphs[0], numbers)
        for part in line.parts:
            word.number_by(cells[2].add_paragraph(part), bullets)
    word.save(document, path)
