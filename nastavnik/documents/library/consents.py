"""Consents to the processing of personal data: of a grown-up and of a minor's representative (152-ФЗ, article 9).

A consent is a sheet of its own: one purpose of one operator. Address, identity document and proof of powers are lines
to write upon, which nothing keeps.
"""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Built, Group
from nastavnik.documents.library.layout import (
    DATE_BLANK,
    FULL_NAME,
    centred,
    plain,
    point,
    points,
    references,
    sheet,
    text,
    under_line,
)
from nastavnik.documents.tree import Block, Cell, Document, Item, Page, Paragraph, Row, Run, Table

LAW = "{% if acts %}" + references("acts", "ablt") + "{% else %}законодательством о персональных данных{% endif %}"
OPERATOR_NAME = (
    "{% if operator %}{{ operator|no_dot }}{% else %}"
    + FULL_NAME
    + "{% if org.address %}, адрес: {{ org.address }}{% endif %}{% endif %}"
)
OPERATOR = Field(
    "operator",
    "Оператор (наименование, адрес)",
    required=False,
    hint="Если не заполнено – сама организация: её наименование и адрес.",
    sample="МБОУ «Средняя школа № 3 г. Заречного», адрес: ул. Садовая, д. 5, г. Заречный",
)
# Lines of the law that a consent has whatever its purpose; the wording is the organisation's to change.
_COMMON = (
    Field(
        "processor",
        "Кто обрабатывает данные по поручению оператора",
        required=False,
        hint="Наименование и адрес; если поручения нет – оставьте пустым.",
        sample="АНО «Региональный центр наставничества», адрес: пр. Мира, д. 1, г. Заречный",
    ),
    Field(
        "actions",
        "Действия с данными и способы обработки",
        "list",
        sample=(
            "сбор, запись, систематизация, накопление, хранение, уточнение (обновление, изменение)",
            "извлечение, использование, передача лицу, действующему по поручению оператора",
            "блокирование, удаление, уничтожение",
            "обработка как с использованием средств автоматизации, так и без их использования",
        ),
    ),
    Field(
        "term",
        "Срок действия",
        hint="Продолжает слова «Согласие действует».",
        sample="со дня подписания до окончания участия в программе наставничества и ещё один год после него",
    ),
    Field(
        "withdrawal",
        "Порядок отзыва",
        hint="Продолжает слова «Согласие можно отозвать».",
        sample="в любое время, подав оператору письменное заявление лично, по почте или по электронной почте",
    ),
)
# A consent is signed on one page, and so it stays with long names and in an office that lacks our font.
SMALL, ONE_SHEET = 10.5, Page(left=20, right=10, top=12, bottom=14)
USUAL = ("purpose", "data_list", "actions", "term", "withdrawal")


def conditions(whose: str) -> tuple[Item, ...]:
    """What is agreed to; ``whose`` data they are, in the genitive."""
    return (
        point("Цель обработки: {{ purpose|no_dot }}."),
        point(
            f"Перечень персональных данных {whose}, на обработку которых даётся согласие:"
            ' {{ data_list|join:"; "|no_dot }}.'
        ),
        point('Перечень действий с персональными данными, способы обработки: {{ actions|join:"; "|no_dot }}.'),
        point(
            "{% if processor %}Обработку персональных данных по поручению оператора осуществляет"
            " {{ processor|no_dot }}.{% else %}Оператор не поручает обработку персональных данных другим"
            " лицам.{% endif %}"
        ),
        point(
            "Согласие не распространяется на специальные категории персональных данных и на биометрические"
            " персональные данные. Оно не разрешает распространять персональные данные, в том числе публиковать их на"
            " сайте и в средствах массовой информации."
        ),
        point("Согласие действует {{ term|no_dot }}."),
        point(
            "Согласие можно отозвать {{ withdrawal|no_dot }}. Если для обработки нет других законных оснований,"
            " оператор прекращает её и уничтожает персональные данные не позднее 30 дней со дня поступления отзыва."
        ),
    )


def sign_here(who: str, *, with_date: bool = True) -> Table:
    """Date, a line to sign upon, the name."""
    date = "{% if date %}{{ date|date_ru }}{% else %}" + DATE_BLANK + "{% endif %}"
    cells = (
        Cell((plain(date if with_date else " "),)),
        Cell((plain("{{ signature }}", "center"), under_line("подпись"))),
        Cell((plain(who, "center"), under_line("фамилия, инициалы"))),
    )
    return Table((43, 63, 64), (Row(cells),), title="Дата и подпись", lines=False)


def on(words: str) -> Paragraph:
    """A sentence goes on after the lines to write upon."""
    return Paragraph((Run(words),), align="justify", before=4, after=4)


def blank(lead: str, name: str, hint: str = "") -> tuple[Block, ...]:
    """A line to write upon across the page, under it what is asked."""
    room = "_" * max(0, 50 - len(lead))
    line = Paragraph((Run(f"{lead} {{{{ {name} }}}}{room}"),), before=4, after=0 if hint else 3)
    return (line, under_line(hint)) if hint else (line,)


# --------------------------------------------------------------------- of a grown-up


def _adult() -> Document:
    return sheet(
        "Согласие на обработку персональных данных",
        centred("СОГЛАСИЕ", bold=True, size=14),
        centred("на обработку персональных данных участника программы наставничества", bold=True),
        plain("", size=6),
        plain("Я, {{ subject.name }},"),
        blank("проживающий(ая) по адресу:", "address"),
        blank("документ:", "id_doc", "вид документа, серия, номер, кем и когда выдан; заполняется от руки"),
        on(
            f"в соответствии с {LAW} свободно, своей волей и в своём интересе даю согласие на обработку моих"
            f" персональных данных оператору: {OPERATOR_NAME} – на следующих условиях."
        ),
        points(*conditions("участника")),
        text(
            "Мне известно, что я имею право получать сведения об обработке моих персональных данных, требовать их"
            " уточнения, блокирования или уничтожения. Решения о моём участии в программе принимают люди."
        ),
        plain("", size=6),
        sign_here("{{ subject.name|short }}"),
        size=SMALL,
        page=ONE_SHEET,
    )


def _data(*more: str) -> tuple[str, ...]:
    return (
        "фамилия, имя, отчество, дата рождения",
        *more,
        "контактные данные: номер телефона, адрес электронной почты",
        "сведения об участии в программе наставничества: роль, форма, пара или группа, встречи, обучение, ответы на"
        " вопросы анкет, результаты",
    )


_ADULT = Built(
    code="consent_adult",
    title="Согласие совершеннолетнего участника на обработку персональных данных",
    about="Согласие на обработку персональных данных",
    group=Group.CONSENTS,
    level="organisation",
    model="both",
    stage="mentee_base",
    is_numbered=False,
    edition=2,
    acts=("FZ152",),
    usual=USUAL,
    form=Form(
        (
            Field("subject", "Участник", "person", cls="P2", cls_if_minor="P3"),
            Field("address", "Адрес", "handwritten_blank", cls="P2", cls_if_minor="P3", stored=False),
            Field(
                "id_doc",
                "Документ, удостоверяющий личность",
                "handwritten_blank",
                cls="P2",
                cls_if_minor="P3",
                stored=False,
            ),
            OPERATOR,
            Field(
                "purpose",
                "Цель обработки",
                sample="организация моего участия в программе наставничества, подбор наставника или наставляемых,"
                " обучение, мониторинг и оценка результатов программы",
            ),
            Field("data_list", "Перечень данных", "list", sample=_data("место работы, должность, образование, стаж")),
            *_COMMON,
            Field("date", "Дата", "date", required=False, cls="P2", cls_if_minor="P3"),
            Field("signature", "Подпись", "signature", cls="P2", cls_if_minor="P3", stored=False),
        )
    ),
    tree=_adult,
)

# --------------------------------------------------------------------- of a minor


def _minor() -> Document:
    return sheet(
        "Согласие на обработку персональных данных несовершеннолетнего",
        centred("СОГЛАСИЕ", bold=True, size=14),
        centred("законного представителя на обработку персональных данных несовершеннолетнего", bold=True),
        plain("", size=6),
        plain("Я, {{ representative.name }},"),
        blank("проживающий(ая) по адресу:", "rep_address"),
        blank("документ:", "rep_id", "вид документа, серия, номер, кем и когда выдан; заполняется от руки"),
        blank(
            "полномочия:",
            "powers",
            "свидетельство о рождении, акт о назначении опекуна: номер и дата; заполняется от руки",
        ),
        on(
            "действуя как законный представитель ребёнка: {{ child.name }}, дата рождения:"
            " {% if child_born_on %}{{ child_born_on|date_ru }}{% else %}«___» ____________ ______ г.{% endif %}, –"
            f" в соответствии с {LAW} свободно, своей волей и в интересах ребёнка даю согласие на обработку его"
            f" персональных данных оператору: {OPERATOR_NAME} – на следующих условиях."
        ),
        points(*conditions("ребёнка")),
        text(
            "Мне известно, что я имею право получать сведения об обработке персональных данных ребёнка, требовать их"
            " уточнения, блокирования или уничтожения. Решения об участии ребёнка в программе принимают люди."
        ),
        plain("", size=6),
        sign_here("{{ representative.name|short }}"),
        size=SMALL,
        page=ONE_SHEET,
    )


_MINOR = Built(
    code="consent_minor",
    title="Согласие законного представителя на обработку персональных данных несовершеннолетнего",
    about="Согласие на обработку персональных данных несовершеннолетнего",
    group=Group.CONSENTS,
    level="organisation",
    model="both",
    stage="mentee_base",
    is_numbered=False,
    edition=2,
    acts=("FZ152",),
    usual=USUAL,
    form=Form(
        (
            Field("representative", "Законный представитель", "person", cls="P3", sample="Зорина Ольга Игоревна"),
            Field("rep_address", "Адрес представителя", "handwritten_blank", cls="P3", stored=False),
            Field("rep_id", "Документ представителя", "handwritten_blank", cls="P3", stored=False),
            Field("powers", "Документ о полномочиях", "handwritten_blank", cls="P3", stored=False),
            Field("child", "Ребёнок", "person", cls="P3", sample="Зорин Марк Ильич"),
            Field("child_born_on", "Дата рождения ребёнка", "date", required=False, cls="P3", sample="2013-04-12"),
            OPERATOR,
            Field(
                "purpose",
                "Цель обработки",
                sample="организация участия ребёнка в программе наставничества, подбор наставника, сопровождение"
                " ребёнка, мониторинг и оценка результатов программы",
            ),
            Field("data_list", "Перечень данных", "list", sample=_data("класс, место учёбы", "интересы и увлечения")),
            *_COMMON,
            Field("date", "Дата", "date", required=False, cls="P3"),
            Field("signature", "Подпись", "signature", cls="P3", stored=False),
        )
    ),
    tree=_minor,
)

CONSENTS = (_ADULT, _MINOR)
