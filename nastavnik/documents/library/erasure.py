"""The act on the destruction of personal data."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Built, Group
from nastavnik.documents.library.layout import (
    FULL_NAME,
    centred,
    date_and_number,
    each,
    kind_of_document,
    plain,
    sheet,
    signature,
    text,
)
from nastavnik.documents.library.local_acts import asked_entries, enumerated, lead
from nastavnik.documents.tree import Document, Paragraph, Run


def _act() -> Document:
    return sheet(
        "Акт об уничтожении персональных данных",
        centred(FULL_NAME, bold=True),
        kind_of_document("АКТ"),
        centred("об уничтожении персональных данных", bold=True),
        date_and_number(),
        text("1. Оператор: {{ operator|no_dot }}."),
        text("2. Субъект персональных данных: {{ subject|no_dot }}."),
        lead("3. Уничтожены персональные данные следующих категорий:"),
        enumerated("categories"),
        text("4. Информационная система, из которой удалены данные: {{ system|no_dot }}."),
        text("5. Причина уничтожения: {{ reason|no_dot }}."),
        text("6. Способ уничтожения: {{ method|no_dot }}."),
        text("7. Дата уничтожения: {{ destroyed_on|date_ru }}"),
        text(
            "8. Приложение – выгрузка из журнала регистрации событий в информационной системе:"
            " {% for item in log_extract %}{{ item|no_dot }}{% if not loop.last %}, {% endif %}{% endfor %}."
        ),
        text("9. Восстановить уничтоженные данные в системе невозможно."),
        plain(""),
        Paragraph((Run("Данные уничтожили:"),), keep=True),
        each("item", "persons", *signature("{{ item|no_dot|first_upper }}", "/ ____________________ /")[1:]),
    )


_ERASURE = Built(
    code="erasure_act",
    title="Акт об уничтожении персональных данных",
    about="Акт об уничтожении персональных данных",
    group=Group.REPORTS,
    level="organisation",
    model="both",
    stage="completion",
    form=Form(
        (
            Field(
                "operator",
                "Оператор",
                hint="Наименование и адрес.",
                sample="МБОУ «Средняя школа № 3 г. Заречного», г. Заречный, ул. Садовая, д. 5",
            ),
            Field(
                "subject",
                "Субъект",
                cls="P2",
                cls_if_minor="P3",
                hint="Фамилия, имя, отчество или условный номер.",
                sample="участник с условным номером 2026-0147",
            ),
            asked_entries(
                "categories",
                "Категории данных",
                ("фамилия, имя, отчество", "год рождения, класс", "запрос и результаты участия в программе"),
            ),
            Field(
                "system",
                "Информационная система",
                sample="«Наставник», базы наставляемых и наставников",
            ),
            Field(
                "reason",
                "Причина уничтожения",
                sample="отзыв согласия на обработку персональных данных",
            ),
            Field(
                "method",
                "Способ уничтожения",
                sample="удаление записей средствами информационной системы с уничтожением ключей шифрования",
            ),
            Field("destroyed_on", "Когда уничтожены", "date", sample="2026-10-15"),
            asked_entries(
                "persons",
                "Кто уничтожил",
                ("куратор программы наставничества", "ответственный за обработку персональных данных"),
                hint="Должности; каждая с новой строки.",
            ),
            Field(
                "log_extract",
                "Выгрузка из журнала событий",
                "files",
                hint="Как называется приложенный файл или лист.",
                sample=("за 15 октября 2026 г., 1 л.",),
            ),
        )
    ),
    tree=_act,
)

ERASURE = (_ERASURE,)
