"""Consent to spread personal data (152-ФЗ, article 10.1), and the withdrawal of any consent."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Built, Group
from nastavnik.documents.library.consents import LAW, ONE_SHEET, OPERATOR, OPERATOR_NAME, SMALL, on, sign_here
from nastavnik.documents.library.layout import (
    DATE_BLANK,
    FULL_NAME,
    centred,
    each_point,
    plain,
    point,
    points,
    sheet,
    side_by_side,
    signature,
    text,
    when,
)
from nastavnik.documents.tree import Cell, Document, Paragraph, Row, Run, Table

_ALLOWED = "разрешаю / не разрешаю"


def _choices() -> Table:
    """A row for each kind of data; the person crosses out what is not wanted and writes prohibitions by hand."""

    def row(*words: str, bold: bool = False) -> Row:
        return Row(tuple(Cell((Paragraph((Run(one, bold=bold),)),)) for one in words))

    return Table(
        (64, 52, 54),
        (
            row("Персональные данные", "Нужное подчеркнуть", "Условия и запреты", bold=True),
            Row((Cell((plain("{% for item in data_list %}"),), colspan=3),)),
            row("{{ item }}", _ALLOWED, " "),
            Row((Cell((plain("{% endfor %}"),), colspan=3),)),
        ),
        header_rows=1,
        title="Какие персональные данные разрешено распространять",
    )


def _publication() -> Document:
    return sheet(
        "Согласие на распространение персональных данных",
        centred("СОГЛАСИЕ", bold=True, size=14),
        centred("на обработку персональных данных, разрешённых для распространения", bold=True),
        plain(""),
        plain("Я, {{ subject.name }},"),
        plain("контактные данные: {{ contacts|no_dot }},"),
        *when("child", plain("действуя как законный представитель ребёнка: {{ child.name }},")),
        on(
            f"в соответствии с {LAW} свободно и своей волей даю согласие оператору: {OPERATOR_NAME}"
            "{% if org.inn %}, ИНН {{ org.inn }}{% endif %}{% if org.ogrn %}, ОГРН {{ org.ogrn }}{% endif %} –"
            " на распространение {% if child %}персональных данных ребёнка{% else %}моих персональных данных"
            "{% endif %} на следующих условиях."
        ),
        points(
            point("Цель распространения: {{ purpose|no_dot }}."),
            point("Информационные ресурсы, на которых размещаются данные:", each_point("resources")),
            point("Данные, которые разрешено распространять, условия и запреты:"),
        ),
        plain("", size=6),
        _choices(),
        plain("", size=6),
        points(
            point(
                "{% if limits %}Дополнительные условия и запреты: {{ limits|no_dot }}.{% else %}Других условий"
                " и запретов на обработку этих данных неограниченным кругом лиц не устанавливаю.{% endif %}"
            ),
            point("Согласие действует {{ term|no_dot }}."),
            point(
                "Распространение данных прекращается в любое время по моему требованию. Требование может быть"
                " подано оператору письменно; в нём указываются фамилия, имя, отчество, контактные данные и перечень"
                " данных, распространение которых нужно прекратить."
            ),
            start=4,
        ),
        text("Молчание или бездействие не считаются согласием. Незаполненная строка таблицы означает запрет."),
        plain(""),
        sign_here("{{ subject.name|short }}"),
        size=SMALL,
        page=ONE_SHEET,
    )


_PUBLICATION = Built(
    code="consent_publication",
    title="Согласие на распространение персональных данных",
    about="Согласие на распространение персональных данных",
    group=Group.CONSENTS,
    level="organisation",
    model="both",
    stage="completion",
    is_numbered=False,
    acts=("FZ152",),
    usual=("purpose", "data_list", "term"),
    form=Form(
        (
            Field("subject", "Участник или его представитель", "person", cls="P2", cls_if_minor="P3"),
            Field(
                "contacts",
                "Контактные данные",
                cls="P2",
                cls_if_minor="P3",
                hint="Номер телефона, адрес электронной почты или почтовый адрес.",
                sample="тел. 8 (000) 000-11-22, sokolova@zarechny.example",
            ),
            Field(
                "child",
                "Ребёнок",
                "person",
                required=False,
                cls="P3",
                hint="Заполняется, если согласие даёт законный представитель.",
                sample="Соколов Илья Денисович",
            ),
            OPERATOR,
            Field(
                "resources",
                "Адреса сайтов, на которых размещаются данные",
                "list",
                hint="Адрес каждого ресурса с новой строки, начиная с https://.",
                sample=("https://school3.zarechny.example/nastavnichestvo",),
            ),
            Field(
                "purpose",
                "Цель распространения",
                sample="рассказ о программе наставничества, её участниках и результатах, распространение опыта",
            ),
            Field(
                "data_list",
                "Какие данные",
                "list",
                sample=(
                    "фамилия, имя, отчество",
                    "место работы или учёбы, должность, класс",
                    "фотография, видеозапись",
                    "достижения в программе наставничества",
                ),
            ),
            Field(
                "limits",
                "Условия и запреты на обработку",
                "multiline",
                required=False,
                cls="P2",
                cls_if_minor="P3",
                sample="не передавать фотографии третьим лицам для рекламы",
            ),
            Field("term", "Срок действия", sample="со дня подписания до 31 августа 2027 г."),
            Field("date", "Дата", "date", required=False, cls="P2", cls_if_minor="P3"),
            Field("signature", "Подпись", "signature", cls="P2", cls_if_minor="P3", stored=False),
        )
    ),
    tree=_publication,
)

# --------------------------------------------------------------------- withdrawal


def addressed(who: str) -> tuple[Paragraph, ...]:
    """To the head, from whom: top right."""
    return (
        plain(
            "{% if signer.post %}{{ signer.post|datv|first_upper }}{% else %}Руководителю{% endif %}"
            " {{ org.name|gent }}"
        ),
        plain("{% if signer.name %}{{ signer.name|datv }}{% else %}______________________________{% endif %}"),
        plain(f"от {who}"),
    )


def _withdrawal() -> Document:
    return sheet(
        "Отзыв согласия на обработку персональных данных",
        side_by_side(
            (plain(" "),),
            addressed("{{ subject.name|gent }}"),
            share=0.45,
            title="Кому и от кого",
        ),
        centred("ЗАЯВЛЕНИЕ", bold=True, size=14, before=24),
        centred("об отзыве согласия на обработку персональных данных", bold=True),
        plain(""),
        text(f"В соответствии с {LAW} отзываю согласие: {{{{ consent|no_dot }}}}, – данное оператору: {FULL_NAME}."),
        text(
            "Прошу прекратить обработку персональных данных и, если для неё нет других законных оснований,"
            " уничтожить их в срок не позднее 30 дней со дня поступления этого заявления, о чём сообщить мне."
        ),
        plain(""),
        sign_here("{{ subject.name|short }}"),
        centred("Отметки оператора", bold=True, before=24),
        plain(""),
        plain(
            "Дата поступления: {% if date_received %}{{ date_received|date_ru }}{% else %}"
            + DATE_BLANK
            + "{% endif %}"
        ),
        plain(
            "Решение и срок: {% if decision %}{{ decision|no_dot }}.{% else %}"
            "________________________________________________________________{% endif %}"
        ),
        signature(),
    )


_WITHDRAWAL = Built(
    code="withdrawal_notice",
    title="Отзыв согласия на обработку персональных данных",
    about="Отзыв согласия на обработку персональных данных",
    group=Group.CONSENTS,
    level="organisation",
    model="both",
    stage="work",
    acts=("FZ152",),
    usual=("decision",),
    form=Form(
        (
            Field("subject", "Заявитель", "person", cls="P2", cls_if_minor="P3"),
            Field(
                "consent",
                "Отзываемое согласие",
                "ref",
                cls="P2",
                cls_if_minor="P3",
                hint="На что согласие и от какого числа.",
                sample="согласие на обработку персональных данных участника программы наставничества от"
                " 15 октября 2026 г.",
            ),
            Field(
                "date_received",
                "Дата поступления",
                "date",
                required=False,
                cls="P2",
                cls_if_minor="P3",
                sample="2027-02-01",
            ),
            Field(
                "decision",
                "Решение и срок",
                "multiline",
                required=False,
                cls="P2",
                cls_if_minor="P3",
                sample="обработку прекратить в день поступления отзыва, персональные данные уничтожить в течение"
                " 30 дней, составить акт об уничтожении",
            ),
            Field("date", "Дата заявления", "date", required=False, cls="P2", cls_if_minor="P3"),
            Field("signature", "Подпись", "signature", cls="P2", cls_if_minor="P3", stored=False),
        )
    ),
    tree=_withdrawal,
)

PUBLICATION = (_PUBLICATION, _WITHDRAWAL)
