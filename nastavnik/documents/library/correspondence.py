"""Letters of an organisation, and the recommendation of a region or a centre to those who have to act."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Built, Group
from nastavnik.documents.library.layout import (
    DATE_BLANK,
    centred,
    date_and_number,
    head_of_form,
    kind_of_document,
    plain,
    sheet,
    side_by_side,
    signature,
    tag,
    text,
    when,
)
from nastavnik.documents.library.local_acts import entry
from nastavnik.documents.tree import Document, List, Paragraph, Run

# --------------------------------------------------------------------- letter

_NUMBER = "№\N{NO-BREAK SPACE}"


def _letter() -> Document:
    dated = (
        f"{{% if date %}}{{{{ date|date_ru }}}}{{% else %}}{DATE_BLANK}{{% endif %}}"
        f" {_NUMBER}{{% if number %}}{{{{ number }}}}{{% else %}}________{{% endif %}}"
    )
    of = "{% if reply_to.date %} от {{ reply_to.date|date_ru }}{% endif %}"
    reply = f"На {_NUMBER}{{{{ reply_to.number }}}}{of}"
    requisites = (plain(dated), tag("{% if reply_to.number %}"), plain(reply), tag("{% endif %}"))
    office = (
        "{% if addressee.post %}{{ addressee.post|datv|first_upper }}"
        "{% if addressee_org %} {{ addressee_org|gent }}{% endif %}"
        "{% elif addressee_org %}{{ addressee_org }}{% endif %}"
    )
    has_office = "{% if addressee.post or addressee_org %}"
    addressee = (tag(has_office), plain(office), tag("{% endif %}"), plain("{{ addressee.name|datv }}"))
    attachments = List(
        (
            entry("{% for item in attachments %}"),
            entry("{{ item }}"),
            entry("{% endfor %}"),
        ),
        numbered=True,
    )
    executor = "{{ executor.name }}{% if executor_phone %}\n{{ executor_phone }}{% endif %}"
    return sheet(
        "Письмо",
        head_of_form(),
        side_by_side(requisites, addressee, title="Дата, номер и адресат"),
        Paragraph((Run("{{ subject|no_dot }}", bold=True),), before=10, after=12, keep=True),
        when("greeting", Paragraph((Run("{{ greeting|no_dot }}!"),), align="center", after=8)),
        text("{{ text }}"),
        when("attachments", Paragraph((Run("Приложения:"),), before=6, after=2, keep=True), attachments),
        signature(),
        when("executor", Paragraph((Run(executor, size=10),), before=36)),
    )


_LETTER = Built(
    code="letter",
    title="Письмо (информационное, сопроводительное)",
    about="Письмо",
    group=Group.LETTERS,
    level="any",
    model="both",
    stage="work",
    form=Form(
        (
            Field(
                "addressee",
                "Кому",
                "person",
                cls="P1",
                hint="Должность, фамилия, имя и отчество: «начальник», «Ветрова Ольга Ильинична».",
                sample={"name": "Ветрова Ольга Ильинична", "post": "начальник", "gender": "femn"},
            ),
            Field(
                "addressee_org",
                "Организация адресата",
                "organisation",
                required=False,
                sample={"name": "управление образования администрации города Заречного"},
            ),
            Field(
                "reply_to",
                "На какое письмо отвечаете",
                "doc_ref",
                required=False,
                hint="Номер и дата входящего письма.",
                sample={"number": "01-15/248", "date": "2026-10-05"},
            ),
            Field(
                "subject",
                "О чём письмо",
                hint="Начинается с предлога «о» или «об».",
                sample="О запуске программы наставничества",
            ),
            Field(
                "greeting",
                "Обращение",
                required=False,
                hint="Без восклицательного знака.",
                sample="Уважаемая Ольга Ильинична",
            ),
            Field(
                "text",
                "Текст",
                "multiline",
                hint="Каждый абзац с новой строки.",
                sample=(
                    "Сообщаем, что в 2026/2027 учебном году в школе начала работу программа наставничества"
                    " обучающихся. Утверждены положение, программа и дорожная карта, назначен куратор, сформированы"
                    " базы наставников и наставляемых.\n"
                    "Направляем копии документов и просим включить школу в план методических консультаций."
                ),
            ),
            Field(
                "attachments",
                "Приложения",
                "list",
                required=False,
                hint="Каждое с новой строки, с числом листов и экземпляров.",
                sample=("копия положения на 6 л. в 1 экз.", "копия программы на 5 л. в 1 экз."),
            ),
            Field(
                "executor",
                "Исполнитель",
                "person",
                required=False,
                sample={"name": "Соколова Марина Игоревна", "post": "заместитель директора"},
            ),
            Field("executor_phone", "Телефон исполнителя", required=False, sample="8 (000) 000-00-04"),
        )
    ),
    tree=_letter,
)

# --------------------------------------------------------------------- recommendation

_STATUSES = (
    ("issued", "направлена"),
    ("in_work", "исполняется"),
    ("done", "исполнена"),
    ("not_done", "не исполнена"),
)


def _recommendation() -> Document:
    return sheet(
        "Адресная рекомендация",
        head_of_form(),
        kind_of_document("АДРЕСНАЯ РЕКОМЕНДАЦИЯ"),
        date_and_number(),
        centred("по развитию наставничества", bold=True),
        plain("", size=6),
        text("Кому: {{ addressee|no_dot }}."),
        text("Основание: {{ basis|no_dot }}."),
        text("{{ text }}"),
        text("Срок исполнения – до {{ deadline|date_ru }}"),
        text("О результатах сообщите нам письменно не позднее этого срока."),
        when("answer", Paragraph((Run("Ответ об исполнении:", bold=True),), before=6, after=2, keep=True)),
        when("answer", text("{{ answer }}")),
        text("Состояние: {{ status }}."),
        signature(),
    )


_RECOMMENDATION = Built(
    code="recommendation",
    title="Адресная рекомендация, управленческое решение",
    about="Адресная рекомендация",
    group=Group.LETTERS,
    level="region",
    model="both",
    stage="completion",
    form=Form(
        (
            Field("addressee", "Кому", "ref", sample="управление образования администрации города Заречного"),
            Field(
                "basis",
                "Основание",
                "ref",
                hint="На чём основана рекомендация: отчёт, справка, заключение.",
                sample="аналитическая справка о мониторинге программ наставничества за 2025/2026 учебный год",
            ),
            Field(
                "text",
                "Содержание",
                "multiline",
                hint="Каждый абзац с новой строки.",
                sample=(
                    "По итогам мониторинга в трёх школах района наставники не прошли обучение до закрепления пар.\n"
                    "Рекомендуем провести обучение наставников на базе информационно-методического центра и до"
                    " закрепления новых пар проверять, что оно пройдено."
                ),
            ),
            Field("deadline", "Срок", "date", sample="2026-12-15"),
            Field(
                "answer",
                "Ответ об исполнении",
                "multiline",
                required=False,
                sample="Обучение проведено 3 и 10 декабря, его прошли 24 наставника.",
            ),
            Field("status", "Состояние", "enum", choices=_STATUSES),
        )
    ),
    tree=_recommendation,
)

CORRESPONDENCE = (_LETTER, _RECOMMENDATION)
