"""Sheets of the work with mentors and pairs: interview, training, analysis of the programme, blanks of opinions."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Built, Group
from nastavnik.documents.library.layout import (
    DATE_BLANK,
    FULL_NAME,
    centred,
    each,
    grid,
    kind_of_document,
    plain,
    sheet,
    signature,
    tag,
    text,
    when,
)
from nastavnik.documents.library.local_acts import ENTRIES_HINT, asked_entries, enumerated, lead
from nastavnik.documents.tree import Block, Cell, Document, Paragraph, Row, Run, Table

_DATED = f"Дата: {{% if date %}}{{{{ date|date_ru }}}}{{% else %}}{DATE_BLANK}{{% endif %}}"


def _sheet(title: str, kind: str, about: str, *blocks: Block | tuple[Block, ...]) -> Document:
    return sheet(title, centred(FULL_NAME), kind_of_document(kind), centred(about, bold=True), plain(""), *blocks)


# --------------------------------------------------------------------- interview

_QUESTIONS = (
    "мотивация: почему хочет стать наставником",
    "опыт и достижения, которыми готов делиться",
    "умение слушать и говорить понятно",
    "готовность уделять встречам время",
    "понимание границ: чего наставник не делает",
    "готовность учиться и принимать помощь куратора",
)
_CONCLUSIONS = (
    ("ready", "рекомендовать в наставники"),
    ("after_training", "рекомендовать после обучения"),
    ("not_ready", "предложить другую роль в программе"),
)


def _interview() -> Document:
    return _sheet(
        "Лист собеседования с наставником",
        "ЛИСТ СОБЕСЕДОВАНИЯ",
        "с кандидатом в наставники",
        text("Кандидат: {{ candidate.name }}{% if candidate.post %}, {{ candidate.post }}{% endif %}."),
        text(_DATED),
        lead("Отметки: от 1 (не проявлено) до 10 (проявлено в полной мере)."),
        grid(
            "Критерии и отметки",
            "criteria",
            (10, "№", "{{ loop.index }}"),
            (85, "Критерий", "{{ item.criterion|no_dot|first_upper }}"),
            (25, "Отметка", "{{ item.mark }}"),
            (50, "Примечание", "{{ item.note }}"),
        ),
        plain("", size=6),
        text("Вывод: {{ conclusion }}."),
        lead("Собеседование провели:"),
        each("item", "interviewers", *signature("{{ item|no_dot|first_upper }}", "/ ____________________ /")[1:]),
    )


_INTERVIEW = Built(
    code="interview_sheet",
    title="Лист собеседования с наставником",
    about="Лист собеседования с кандидатом в наставники",
    group=Group.REPORTS,
    level="organisation",
    model="both",
    stage="selection_training",
    is_numbered=False,
    form=Form(
        (
            Field("candidate", "Кандидат", "person", cls="P2", cls_if_minor="P3"),
            Field(
                "criteria",
                "Критерии и отметки",
                "list",
                cls="P2",
                cls_if_minor="P3",
                hint="Отметки можно оставить пустыми и поставить от руки.",
                fields=(
                    Field("criterion", "Критерий", cls="P0"),
                    Field("mark", "Отметка", "int", required=False, cls="P2", cls_if_minor="P3"),
                    Field("note", "Примечание", required=False, cls="P2", cls_if_minor="P3"),
                ),
                sample=tuple(
                    {"criterion": question, "mark": mark}
                    for question, mark in zip(_QUESTIONS, (9, 8, 9, 7, 8, 9), strict=True)
                ),
            ),
            Field(
                "conclusion",
                "Вывод",
                "enum",
                cls="P2",
                cls_if_minor="P3",
                choices=_CONCLUSIONS,
            ),
            asked_entries(
                "interviewers",
                "Кто проводил",
                ("заместитель директора по воспитательной работе", "педагог-психолог"),
                hint="Должности; каждая с новой строки.",
            ),
        )
    ),
    tree=_interview,
)

# --------------------------------------------------------------------- training


def _training() -> Document:
    return _sheet(
        "Ведомость обучения наставников",
        "ВЕДОМОСТЬ",
        "обучения наставников",
        text("Программа обучения: {{ programme|no_dot }}."),
        text("Объём: {{ hours }} ч. " + _DATED),
        grid(
            "Участники и посещение",
            "participants",
            (10, "№", "{{ loop.index }}"),
            (75, "Фамилия, имя, отчество", "{{ item.person.name }}"),
            (35, "Посещено, ч", "{{ item.attended }}"),
            (50, "Результат", "{{ item.result }}"),
        ),
        plain("", size=6),
        text("Итог: {{ result }}."),
        signature(),
    )


_TRAINING = Built(
    code="training_sheet",
    title="Ведомость обучения наставников",
    about="Ведомость обучения наставников",
    group=Group.REPORTS,
    level="organisation",
    model="both",
    stage="selection_training",
    is_numbered=False,
    form=Form(
        (
            Field("programme", "Программа обучения", "ref", sample="«Школа наставника»"),
            Field("hours", "Объём, ч", "number", sample=16),
            Field(
                "participants",
                "Участники и посещение",
                "list",
                cls="P2",
                cls_if_minor="P3",
                fields=(
                    Field("person", "Участник", "person", cls="P2", cls_if_minor="P3"),
                    Field("attended", "Посещено, ч", "number", required=False, cls="P2", cls_if_minor="P3"),
                    Field("result", "Результат", required=False, cls="P2", cls_if_minor="P3"),
                ),
                sample=(
                    {"person": {"name": "Орлов Пётр Андреевич"}, "attended": 16, "result": "зачтено"},
                    {"person": {"name": "Лукина Дарья Павловна"}, "attended": 14, "result": "зачтено"},
                ),
            ),
            Field(
                "result",
                "Итог",
                "enum",
                choices=(
                    ("done", "обучение завершено, участники готовы к работе"),
                    ("part", "обучение завершили не все участники"),
                    ("going", "обучение продолжается"),
                ),
            ),
        )
    ),
    tree=_training,
)

# --------------------------------------------------------------------- analysis

_SWOT = (
    ("strengths", "Сильные стороны", "внутренние"),
    ("weaknesses", "Слабые стороны", "внутренние"),
    ("opportunities", "Возможности", "внешние"),
    ("threats", "Угрозы", "внешние"),
)


def _swot() -> Document:
    quarter = {name: _quarter(name, f"{title} ({where})") for name, title, where in _SWOT}
    table = Table(
        (85, 85),
        (
            Row((quarter["strengths"], quarter["weaknesses"])),
            Row((quarter["opportunities"], quarter["threats"])),
        ),
        title="Сильные и слабые стороны, возможности и угрозы",
    )
    return _sheet(
        "Анализ программы наставничества",
        "АНАЛИЗ ПРОГРАММЫ НАСТАВНИЧЕСТВА",
        "сильные и слабые стороны, возможности и угрозы{% if school_year %}, {{ school_year }} учебный год{% endif"
        " %}",
        table,
        plain("", size=6),
        lead("Выводы – что следует сделать:"),
        enumerated("actions"),
        text(_DATED),
        signature(),
    )


def _quarter(name: str, title: str) -> Cell:
    return Cell(
        (
            Paragraph((Run(title, bold=True),), after=2),
            tag(f"{{% for item in {name} %}}"),
            Paragraph((Run("– {{ item|no_dot }}{% if loop.last %}.{% else %};{% endif %}"),), after=1),
            tag("{% endfor %}"),
        )
    )


_SWOT_SHEET = Built(
    code="swot",
    title="SWOT-анализ программы",
    about="Анализ сильных и слабых сторон программы наставничества",
    group=Group.REPORTS,
    level="organisation",
    model="both",
    stage="completion",
    is_numbered=False,
    form=Form(
        (
            asked_entries(
                "strengths",
                "Сильные стороны",
                ("опытные педагоги готовы быть наставниками", "старшеклассники охотно помогают младшим"),
                hint="Что внутри организации помогает программе; каждое с новой строки.",
            ),
            asked_entries(
                "weaknesses",
                "Слабые стороны",
                ("мало времени для встреч в расписании", "не все наставники прошли обучение"),
                hint="Что внутри организации мешает; каждое с новой строки.",
            ),
            asked_entries(
                "opportunities",
                "Возможности",
                ("колледж предлагает студентов-наставников", "район проводит слёт наставников"),
                hint="Что извне может помочь; каждое с новой строки.",
            ),
            asked_entries(
                "threats",
                "Угрозы",
                ("смена места работы наставников-партнёров", "большая занятость выпускных классов"),
                hint="Что извне может помешать; каждое с новой строки.",
            ),
            asked_entries(
                "actions",
                "Выводы",
                ("выделить в расписании время для встреч", "провести второй поток обучения до ноября"),
                hint="Что следует сделать; каждое с новой строки, начиная с глагола.",
            ),
        )
    ),
    tree=_swot,
)

# --------------------------------------------------------------------- opinions


def _blank(title: str, kind: str, about: str) -> Document:
    question = Paragraph((Run("{{ loop.index }}. {{ item }}"),), before=8, after=2, keep=True)
    line = plain("_" * 84)
    return _sheet(
        title,
        kind,
        about,
        text("Пара (группа): {{ unit|no_dot }}."),
        when("who", text("Заполняет: {{ who }}.")),
        text(_DATED),
        each("item", "answers", question, line, line),
        plain(""),
        plain("Спасибо за ответы. Лист передайте куратору программы.", "center"),
    )


def _blank_form(questions: tuple[str, ...]) -> Form:
    return Form(
        (
            Field("unit", "Пара (группа)", "ref", cls="P3", sample="пара № 7, «ученик – ученик»"),
            Field(
                "who",
                "Кто заполняет",
                "enum",
                required=False,
                cls="P3",
                choices=(("mentor", "наставник"), ("mentee", "наставляемый")),
                sample="mentee",
            ),
            asked_entries(
                "answers",
                "Вопросы",
                questions,
                cls="P4",
                hint=f"{ENTRIES_HINT} Ответы пишут от руки, программа их не хранит.",
            ),
        )
    )


_FEEDBACK = Built(
    code="feedback_sheet",
    title="Бланк обратной связи",
    about="Бланк обратной связи",
    group=Group.REPORTS,
    level="organisation",
    model="both",
    stage="work",
    is_numbered=False,
    usual=("answers",),
    form=_blank_form(
        (
            "Насколько полезной была встреча (от 1 до 10)?",
            "Насколько комфортно вам было на встрече (от 1 до 10)?",
            "Насколько удалось продвинуться к цели (от 1 до 10)?",
            "Что нужно сделать к следующей встрече?",
            "Нужна ли вам помощь куратора? Если да, то какая?",
        )
    ),
    tree=lambda: _blank("Бланк обратной связи", "БЛАНК ОБРАТНОЙ СВЯЗИ", "по встрече пары (группы)"),
)
_REFLECTION = Built(
    code="reflection_sheet",
    title="Лист рефлексии",
    about="Лист рефлексии",
    group=Group.REPORTS,
    level="organisation",
    model="both",
    stage="completion",
    is_numbered=False,
    usual=("answers",),
    form=_blank_form(
        (
            "Что было самым ценным в совместной работе?",
            "Каких результатов удалось достичь?",
            "Чему удалось научиться друг у друга?",
            "Насколько удалось приблизиться к цели (от 1 до 10)?",
            "Что изменилось в вас за это время?",
            "Что запомнится больше всего?",
            "Нужно ли продолжать совместную работу?",
            "Хотели бы вы в дальнейшем быть наставником?",
        )
    ),
    tree=lambda: _blank("Лист рефлексии", "ЛИСТ РЕФЛЕКСИИ", "по итогам работы пары (группы)"),
)

SHEETS = (_INTERVIEW, _TRAINING, _SWOT_SHEET, _FEEDBACK, _REFLECTION)
