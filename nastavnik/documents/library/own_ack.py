"""The own confirmation of a participant of 14 to 17 years, beside the consent of the representative."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Built, Group
from nastavnik.documents.library.consents import (
    LAW,
    ONE_SHEET,
    OPERATOR,
    OPERATOR_NAME,
    SMALL,
    on,
    sign_here,
)
from nastavnik.documents.library.layout import centred, plain, point, points, sheet, text
from nastavnik.documents.tree import Document


def _tree() -> Document:
    return sheet(
        "Подтверждение участника программы наставничества",
        centred("ПОДТВЕРЖДЕНИЕ", bold=True, size=14),
        centred("участника программы наставничества в возрасте от 14 до 17 лет", bold=True),
        plain("", size=6),
        plain("Я, {{ subject.name }},"),
        on(
            f"в соответствии с {LAW} подтверждаю, что мне понятно, для чего и как будет обрабатывать мои"
            f" персональные данные {OPERATOR_NAME}, и что я согласен (согласна) участвовать в программе"
            " наставничества на следующих условиях."
        ),
        points(
            point("Цель обработки моих персональных данных: {{ purpose|no_dot }}."),
            point('Обрабатываются мои персональные данные: {{ data_list|join:"; "|no_dot }}.'),
            point("Подтверждение действует {{ term|no_dot }}."),
            point("Подтверждение можно отозвать {{ withdrawal|no_dot }}."),
        ),
        text(
            "Это подтверждение дополняет согласие моего законного представителя и не заменяет его. Мне известно, что"
            " участие добровольное: я могу в любое время отказаться от него, попросить другого наставника, узнать,"
            " какие сведения обо мне хранятся, и обратиться за помощью к куратору программы."
        ),
        plain("", size=6),
        sign_here("{{ subject.name|short }}"),
        size=SMALL,
        page=ONE_SHEET,
    )


OWN_ACK = (
    Built(
        code="consent_own_ack",
        title="Собственное подтверждение участника 14–17 лет",
        about="Подтверждение участника программы наставничества",
        group=Group.CONSENTS,
        level="organisation",
        model="both",
        stage="mentee_base",
        is_numbered=False,
        acts=("FZ152",),
        usual=("purpose", "data_list", "term", "withdrawal"),
        form=Form(
            (
                Field("subject", "Участник", "person", cls="P3", sample="Зорин Марк Ильич"),
                OPERATOR,
                Field(
                    "purpose",
                    "Цель обработки",
                    sample="организация моего участия в программе наставничества, подбор наставника, сопровождение,"
                    " мониторинг и оценка результатов программы",
                ),
                Field(
                    "data_list",
                    "Перечень данных",
                    "list",
                    sample=(
                        "фамилия, имя, отчество, дата рождения, класс",
                        "контактные данные",
                        "сведения об участии в программе наставничества: встречи, обучение, ответы на вопросы анкет,"
                        " результаты",
                    ),
                ),
                Field(
                    "term",
                    "Срок действия",
                    hint="Продолжает слова «Подтверждение действует».",
                    sample="со дня подписания до окончания участия в программе наставничества",
                ),
                Field(
                    "withdrawal",
                    "Порядок отзыва",
                    hint="Продолжает слова «Подтверждение можно отозвать».",
                    sample="в любое время, сказав об этом куратору или подав письменное заявление",
                ),
                Field("date", "Дата", "date", required=False, cls="P3"),
                Field("signature", "Подпись", "signature", cls="P3", stored=False),
            )
        ),
        tree=_tree,
    ),
)
