"""A worker becomes a mentor: the written consent and the additional agreement (article 351.8 of the Labour Code)."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Built, Group
from nastavnik.documents.library.consents import ONE_SHEET, sign_here
from nastavnik.documents.library.layout import (
    DATE_BLANK,
    FULL_NAME,
    HEAD_NAME,
    HEAD_POST,
    centred,
    chapters,
    date_and_number,
    person,
    plain,
    point,
    points,
    references,
    sheet,
    side_by_side,
    text,
)
from nastavnik.documents.library.publication import addressed
from nastavnik.documents.tree import Block, Document, Paragraph

_LAW = "{% if acts %}" + references("acts", "ablt") + "{% else %}трудовым законодательством{% endif %}"
_WORKER = Field(
    "worker",
    "Работник",
    "person",
    cls="P2",
    sample={"name": "Орлов Пётр Андреевич", "post": "учитель математики"},
)
_CONTENT = Field(
    "content",
    "Содержание работы по наставничеству",
    "multiline",
    cls="P2",
    hint="Что делает наставник и для кого: продолжает слова «выполнять работу по наставничеству:».",
    sample="помогать молодому учителю в подготовке и анализе уроков, посещать его занятия, знакомить с традициями"
    " школы, вести персонализированную программу наставничества и отчитываться о её выполнении",
)
_TERM = Field("term", "Срок выполнения", "period", cls="P2")
_FORM = Field(
    "form",
    "Форма выполнения",
    cls="P2",
    sample="очно и дистанционно, не реже одного раза в неделю, в пределах рабочего времени",
)

# --------------------------------------------------------------------- consent


def _consent() -> Document:
    return sheet(
        "Согласие на выполнение обязанностей наставника",
        side_by_side(
            (plain(" "),),
            addressed("{% if worker.post %}{{ worker.post|gent }} {% endif %}{{ worker.name|gent }}"),
            share=0.45,
            title="Кому и от кого",
        ),
        centred("СОГЛАСИЕ", bold=True, size=14, before=24),
        centred("на выполнение работы по наставничеству", bold=True),
        plain(""),
        text(
            f"В соответствии с {_LAW} я, {person('worker')},"
            " даю письменное согласие на выполнение наряду с работой, определённой трудовым договором, работы по"
            " наставничеству в сфере труда на следующих условиях."
        ),
        points(
            point("Содержание работы: {{ content|no_dot }}."),
            point("Срок выполнения работы: {{ term|date_ru|no_dot }}."),
            point("Форма выполнения работы: {{ form|no_dot }}."),
        ),
        text(
            "Мне известно, что размер и условия выплаты за наставничество определяются дополнительным соглашением к"
            " трудовому договору и что я вправе досрочно отказаться от этой работы, письменно предупредив"
            " работодателя не менее чем за три рабочих дня."
        ),
        plain(""),
        sign_here("{{ worker.name|short }}"),
    )


_CONSENT = Built(
    code="consent_duties",
    title="Письменное согласие на выполнение обязанностей наставника",
    about="Согласие на выполнение обязанностей наставника",
    group=Group.CONSENTS,
    level="organisation",
    model="teachers",
    stage="pairing",
    is_numbered=False,
    acts=("TK351_8",),
    form=Form(
        (
            _WORKER,
            _CONTENT,
            _TERM,
            _FORM,
            Field("date", "Дата", "date", required=False, cls="P2"),
            Field("signature", "Подпись", "signature", cls="P2", stored=False),
        )
    ),
    tree=_consent,
)

# --------------------------------------------------------------------- agreement


REPRESENTED = (
    "{% if signer %}{{ signer.post|gent }} {{ signer.name|gent }}{% else %}руководителя"
    " ______________________________{% endif %}"
)


def sides(left: tuple[str, ...], right: tuple[str, ...], *, names: tuple[str, str]) -> Block:
    """Signatures of two parties beside each other; the last of their words is whose signature it is."""

    def side(name: str, words: tuple[str, ...]) -> tuple[Paragraph, ...]:
        lines = (*words[:-1], " ", f"____________________ {words[-1]}")
        return (plain(name, bold=True), *(plain(line) for line in lines))

    return side_by_side(side(names[0], left), side(names[1], right), title="Подписи сторон")


def _agreement() -> Document:
    return sheet(
        "Дополнительное соглашение к трудовому договору",
        centred("ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ", bold=True, size=14),
        centred(
            "к трудовому договору {% if contract %}{{ contract }}{% else %}"
            f"от {DATE_BLANK} №\N{NO-BREAK SPACE}______{{% endif %}}",
            bold=True,
        ),
        plain(""),
        date_and_number(),
        text(
            f"{FULL_NAME} (далее – работодатель) в лице {REPRESENTED}, с одной стороны, и"
            f" {person('worker')} (далее – работник), с другой стороны,"
            f" в соответствии с {_LAW} заключили настоящее дополнительное соглашение о нижеследующем."
        ),
        chapters(
            (
                "Работа по наставничеству",
                (
                    "Работник с его письменного согласия выполняет наряду с работой, определённой трудовым договором,"
                    " работу по наставничеству: {{ content|no_dot }}.",
                    "Срок выполнения работы по наставничеству: {{ term|date_ru|no_dot }}.",
                    "Форма выполнения работы по наставничеству: {{ form|no_dot }}.",
                ),
            ),
            ("Выплаты", ("Размер и условия выплат за наставничество: {{ payment|no_dot }}.",)),
            (
                "Досрочное прекращение",
                (
                    "Работник вправе досрочно отказаться от работы по наставничеству, а работодатель – досрочно"
                    " отменить её поручение, письменно предупредив об этом другую сторону не менее чем за три рабочих"
                    " дня.",
                    "{{ early_stop|no_dot }}.",
                ),
            ),
            (
                "Заключительные положения",
                (
                    "Настоящее дополнительное соглашение является неотъемлемой частью трудового договора и действует"
                    " со дня его подписания сторонами. Остальные условия трудового договора остаются неизменными.",
                    "Соглашение составлено в двух экземплярах, по одному для каждой из сторон. Экземпляр соглашения"
                    " работник получил.",
                ),
            ),
        ),
        plain(""),
        sides(
            ("{{ org.name }}", HEAD_POST, HEAD_NAME),
            (
                "{{ worker.name }}",
                "{% if worker.post %}{{ worker.post|first_upper }}{% endif %}",
                "{{ worker.name|short_first }}",
            ),
            names=("Работодатель", "Работник"),
        ),
        size=11,
        page=ONE_SHEET,
    )


_AGREEMENT = Built(
    code="extra_agreement",
    title="Дополнительное соглашение (ст. 351.8 ТК РФ)",
    about="Дополнительное соглашение о наставничестве",
    group=Group.AGREEMENTS,
    level="organisation",
    model="teachers",
    stage="pairing",
    acts=("TK351_8",),
    usual=("early_stop",),
    form=Form(
        (
            _WORKER,
            Field(
                "contract",
                "Трудовой договор (дата, номер)",
                required=False,
                cls="P2",
                sample="от 1 сентября 2019 г. № 17",
            ),
            _CONTENT,
            _TERM,
            _FORM,
            Field(
                "payment",
                "Размер и условия выплат",
                "multiline",
                cls="P2",
                sample="ежемесячная доплата в размере 10\N{NO-BREAK SPACE}% должностного оклада, выплачиваемая вместе"
                " с заработной платой",
            ),
            Field(
                "early_stop",
                "Досрочное прекращение",
                "multiline",
                cls="P2",
                hint="Что ещё оговорено, кроме предупреждения не менее чем за три рабочих дня.",
                sample="При досрочном прекращении работы по наставничеству выплаты производятся за фактически"
                " отработанное время",
            ),
        )
    ),
    tree=_agreement,
)

DUTIES = (_CONSENT, _AGREEMENT)
