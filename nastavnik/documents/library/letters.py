"""Thanks, diplomas, letters to parents, certificates: sheets to be handed over."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Built, Group
from nastavnik.documents.library.layout import (
    FULL_NAME,
    HEAD_NAME,
    HEAD_POST,
    centred,
    plain,
    sheet,
    text,
    when,
)
from nastavnik.documents.tree import Block, Cell, Document, Page, Paragraph, Row, Run, Table

_UPRIGHT = Page(left=25, right=25, top=25, bottom=20)
_ACROSS = Page(landscape=True, left=30, right=30, top=20, bottom=15)


def _middle(words: str, size: float, *, before: float = 0, bold: bool = False) -> Paragraph:
    return Paragraph((Run(words, bold=bold, size=size),), align="center", before=before, after=4)


def _signed(page: Page) -> Table:
    room = page.room
    cells = (
        Cell((plain(HEAD_POST),)),
        Cell((plain("__________________", "center"),)),
        Cell((plain(HEAD_NAME, "right"),)),
    )
    return Table((room * 0.4, room * 0.3, room * 0.3), (Row(cells),), title="Подпись", lines=False)


def _foot(page: Page, before: float) -> tuple[Block, ...]:
    """Signature, then date and number."""
    dated = (
        "{% if date %}{{ date|date_ru }}{% else %}«___» ____________ 20___ г.{% endif %}"
        "{% if number %} №\N{NO-BREAK SPACE}{{ number }}{% endif %}"
    )
    return (
        Paragraph((Run(" "),), before=before, keep=True),
        _signed(page),
        Paragraph((Run(dated),), align="center", before=24),
    )


# --------------------------------------------------------------------- thanks

_TO = "{{ recipient.name|datv }}"
_POST = "{% if recipient.post %}{{ recipient.post|datv }}{% endif %}"


def _thanks() -> Document:
    page = _UPRIGHT
    return sheet(
        "Благодарность, грамота, письмо родителям",
        _middle(FULL_NAME, 13),
        *when(
            'kind == "thanks"',
            _middle("БЛАГОДАРНОСТЬ", 30, before=110, bold=True),
            _middle("объявляется", 14, before=24),
            _middle(_TO, 22, before=18, bold=True),
            _middle(_POST, 14),
            _middle("{{ merit|no_dot }}", 15, before=24),
        ),
        *when(
            'kind == "diploma"',
            _middle("ГРАМОТА", 34, before=110, bold=True),
            _middle("награждается", 14, before=24),
            _middle("{{ recipient.name }}", 22, before=18, bold=True),
            _middle("{{ recipient.post }}", 14),
            _middle("{{ merit|no_dot }}", 15, before=24),
        ),
        *when(
            'kind == "parents"',
            _middle("БЛАГОДАРСТВЕННОЕ ПИСЬМО", 22, before=80, bold=True),
            _middle(_TO, 16, before=18, bold=True),
            Paragraph((Run(" "),), before=12),
            text("{% if address %}{{ address|no_dot }}!{% else %}Уважаемые родители!{% endif %}"),
            text("{{ org.name }} благодарит вас {{ merit|no_dot }}."),
            text(
                "Спасибо за доверие к программе наставничества и за участие в жизни организации. Желаем вашей семье"
                " здоровья, взаимопонимания и новых успехов."
            ),
        ),
        _foot(page, 80),
        page=page,
        size=13,
    )


_THANKS = Built(
    code="thanks_letter",
    title="Благодарность, грамота, письмо родителям",
    about="Благодарность",
    group=Group.LETTERS,
    level="any",
    model="both",
    stage="completion",
    is_numbered=False,
    usual=("merit",),
    form=Form(
        (
            Field(
                "kind",
                "Что это",
                "enum",
                choices=(("thanks", "благодарность"), ("diploma", "грамота"), ("parents", "письмо родителям")),
                sample="thanks",
            ),
            Field(
                "recipient",
                "Кому",
                "person",
                cls="P2",
                cls_if_minor="P3",
                sample={"name": "Орлов Пётр Андреевич", "post": "учитель математики"},
            ),
            Field(
                "merit",
                "За что",
                "multiline",
                cls="P2",
                cls_if_minor="P3",
                hint="Начиная со слова «за».",
                sample="за неравнодушие, терпение и личный вклад в развитие наставничества",
            ),
            Field(
                "address",
                "Обращение в письме родителям",
                required=False,
                cls="P2",
                cls_if_minor="P3",
                hint="Например: «Уважаемая Ольга Игоревна»; без восклицательного знака.",
                sample="Уважаемая Ольга Игоревна",
            ),
            Field("date", "Дата", "date"),
            Field("number", "Номер", required=False),
        )
    ),
    tree=_thanks,
)

# --------------------------------------------------------------------- certificate


def _certificate() -> Document:
    page = _ACROSS
    return sheet(
        "Сертификат участника",
        centred(FULL_NAME, size=13),
        _middle("СЕРТИФИКАТ", 34, before=34, bold=True),
        _middle("№\N{NO-BREAK SPACE}{% if number %}{{ number }}{% else %}________{% endif %}", 13),
        _middle("подтверждает, что", 14, before=14),
        _middle("{{ person.name }}", 24, before=8, bold=True),
        _middle("{{ person.post }}", 14),
        _middle("{{ role|no_dot }}", 14, before=8),
        _middle("{{ programme|quoted }}", 18, before=4, bold=True),
        *when("hours", _middle("в объёме {{ hours }} ч", 14)),
        Paragraph((Run(" "),), before=20, keep=True),
        _signed(page),
        _middle("{% if date %}{{ date|date_ru }}{% else %}«___» ____________ 20___ г.{% endif %}", 13, before=18),
        page=page,
        size=13,
    )


_CERTIFICATE = Built(
    code="certificate",
    title="Сертификат (удостоверение) участника",
    about="Сертификат участника",
    group=Group.LETTERS,
    level="any",
    model="both",
    stage="completion",
    usual=("role",),
    form=Form(
        (
            Field("person", "Кому", "person", cls="P2", cls_if_minor="P3"),
            Field(
                "role",
                "Что сделал участник",
                hint="Продолжает слова «подтверждает, что …»; дальше идёт название программы.",
                sample="является участником программы",
            ),
            Field("programme", "Программа", sample="Школа наставника"),
            Field("hours", "Объём, ч", "number", required=False, sample=16),
            Field("date", "Дата", "date", cls="P2", cls_if_minor="P3"),
            Field("number", "Номер", cls="P2", cls_if_minor="P3"),
        )
    ),
    tree=_certificate,
)

LETTERS = (_THANKS, _CERTIFICATE)
