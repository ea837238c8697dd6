"""The road map as an official document: its stamps, and the table that the plan itself draws."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Approval, Built, Group
from nastavnik.documents.library.layout import (
    FULL_NAME,
    approved_stamp,
    centred,
    kind_of_document,
    plain,
    references,
    sheet,
    tag,
    text,
    when,
)
from nastavnik.documents.library.local_acts import asked_entries
from nastavnik.documents.tree import Cell, Document, Paragraph, Row, Run, Table

_LAYOUTS = (
    ("layout_002", "№, мероприятие, срок, исполнитель, результат и вид документа"),
    ("layout_000", "срок, мероприятие, № п/п дорожной карты, исполнители"),
    ("layout_001", "мероприятие, дата проведения, ответственный"),
    ("layout_003", "№, мероприятие, срок, ответственные по уровням"),
    ("layout_004", "этап, содержание подэтапа, мероприятия, сроки, ответственные"),
    ("chelyabinsk_2023", "№, мероприятие, срок, исполнители, вид документа, ожидаемый результат"),
)
_ROWS = (
    ("1.1", "Провести педагогический совет о внедрении наставничества", "сентябрь", "директор", "протокол"),
    ("1.2", "Утвердить положение, программу, назначить куратора", "до 20 сентября", "директор", "приказ"),
    ("2.1", "Собрать запросы и согласия, сформировать базу наставляемых", "до 21 октября", "куратор", "база"),
    ("3.1", "Сформировать базу наставников", "до 12 ноября", "куратор", "база"),
    ("4.1", "Провести отбор и обучение наставников", "ноябрь", "педагог-психолог", "ведомость"),
    ("5.1", "Закрепить пары и группы", "ноябрь", "директор", "приказ"),
    ("6.1", "Обеспечить работу пар и групп", "ноябрь – май", "наставники", "дневники"),
    ("7.1", "Провести мониторинг и итоговое мероприятие", "май", "куратор", "отчёт, приказ"),
)
_STAMPS = (160.0, 97.0)
_WIDTHS = (15.0, 110.0, 37.0, 45.0, 50.0)


_GROUNDS = (
    "{% if acts or basis_acts %} в соответствии с "
    + references("acts", "ablt")
    + "{% if acts and basis_acts %}, {% endif %}"
    + references("basis_acts", "ablt")
    + "{% endif %}"
)


def _cell(words: str, *, bold: bool = False) -> Cell:
    return Cell((Paragraph((Run(words, bold=bold),), align="center" if bold else "left"),))


def _sample() -> Table:
    head = ("№", "Мероприятие", "Срок", "Ответственный", "Результат, вид документа")
    rows = (Row(tuple(_cell(name, bold=True) for name in head)), *(Row(tuple(map(_cell, row))) for row in _ROWS))
    return Table(_WIDTHS, rows, header_rows=1, title="Дорожная карта")


def _tree() -> Document:
    agreed = (
        tag("{% if approval %}"),
        plain("СОГЛАСОВАНО", bold=True),
        tag("{% for item in approval %}"),
        plain("{{ item|no_dot }}"),
        tag("{% endfor %}"),
        tag("{% endif %}"),
        plain(""),
    )
    return sheet(
        "Дорожная карта",
        centred(FULL_NAME, bold=True),
        plain("", size=6),
        Table(
            _STAMPS, (Row((Cell(agreed), Cell(approved_stamp()))),), title="Согласование и утверждение", lines=False
        ),
        kind_of_document("ДОРОЖНАЯ КАРТА"),
        centred("(план мероприятий) {{ title|no_dot }}", bold=True),
        centred("на период {{ period|date_ru }}"),
        plain("", size=6),
        when(
            "acts or basis_acts or parent",
            text(
                "Дорожная карта составлена" + _GROUNDS + "{% if parent %}{% if acts or basis_acts %},{% endif %} на"
                " основе: {{ parent|no_dot }}{% endif %}."
            ),
        ),
        when(
            "sections",
            text(
                "Разделы: {% for item in sections %}{{ item|no_dot }}{% if not loop.last %}; {% endif %}{% endfor %}."
            ),
        ),
        plain("{{ lines }}"),
        landscape=True,
    )


_ROADMAP = Built(
    code="roadmap",
    title="Дорожная карта (план мероприятий)",
    about="Дорожная карта (план мероприятий)",
    group=Group.PROGRAMMES,
    level="any",
    model="both",
    stage="preparation",
    approval=Approval.BY_ORDER,
    is_numbered=False,
    acts=("RP1264",),
    form=Form(
        (
            Field(
                "title",
                "О чём дорожная карта",
                hint="Продолжает слова «Дорожная карта (план мероприятий)».",
                sample="внедрения целевой модели наставничества обучающихся",
            ),
            Field("period", "Период", "period", sample={"start": "2026-09-01", "end": "2027-08-31"}),
            Field(
                "basis_acts",
                "Основания",
                "list",
                of="doc_ref",
                required=False,
                hint="Акты, по которым составлена карта.",
                sample=(
                    {"kind_title": "распоряжение Минпросвещения России", "number": "Р-145", "date": "2019-12-25"},
                ),
            ),
            Field(
                "parent",
                "Вышестоящая дорожная карта",
                "ref",
                required=False,
                sample="дорожная карта города Заречного на 2026/2027 учебный год",
            ),
            Field("layout", "Набор граф", "enum", required=False, choices=_LAYOUTS),
            asked_entries(
                "sections",
                "Разделы",
                (
                    "подготовка условий",
                    "формирование базы наставляемых",
                    "формирование базы наставников",
                    "отбор и обучение наставников",
                    "формирование пар и групп",
                    "работа пар и групп",
                    "завершение наставничества",
                ),
                required=False,
            ),
            Field("lines", "Пункты", "table", hint="Таблицу плана составляет программа.", sample=_sample()),
            asked_entries(
                "approval",
                "Кем согласована",
                ("педагогический совет, протокол от 30 августа 2026 г. № 1",),
                required=False,
            ),
        )
    ),
    tree=_tree,
)

ROADMAP = (_ROADMAP,)
