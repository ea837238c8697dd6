"""Orders of the work itself: local acts, pairs and groups, the closing event."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Approval, Built, Group
from nastavnik.documents.library.layout import (
    acquainted,
    appendix,
    centred,
    each_point,
    ended,
    grid,
    person,
    plain,
    point,
    point_when,
    reference,
    text,
    when,
)
from nastavnik.documents.library.orders import BASIS, CONTROL, CONTROL_POINT, order
from nastavnik.documents.tree import Document

_DEPUTY = {"name": "Соколова Марина Игоревна", "post": "заместитель директора по воспитательной работе"}
_TEACHER = {"name": "Орлов Пётр Андреевич", "post": "учитель математики"}

# --------------------------------------------------------------------- local acts


def _approval() -> Document:
    decided = (
        "{% if council %} и на основании решения педагогического совета (протокол"
        "{% if council.date %} от {{ council.date|date_ru }}{% endif %}"
        "{% if council.number %} №\N{NO-BREAK SPACE}{{ council.number }}{% endif %}){% endif %}"
    )
    return order(
        "Приказ об утверждении локальных актов",
        "Об утверждении локальных актов о наставничестве",
        "целях нормативного обеспечения наставничества в {{ org.name|loct }}" + decided,
        point(
            "Утвердить и ввести в действие с {{ effective_on|date_ru }} следующие локальные акты:",
            each_point(
                "documents", ended(reference("item", "accs") + " (приложение №\N{NO-BREAK SPACE}{{ loop.index }})")
            ),
        ),
        *point_when(
            "responsible",
            point(
                "{{ responsible.post|datv|first_upper }} {{ responsible.name|datv }} ознакомить работников с"
                " утверждёнными локальными актами под подпись и разместить их на официальном сайте"
                " {{ org.name|gent }} в разделе «Наставничество»."
            ),
        ),
        CONTROL_POINT,
        readers=(*when("responsible", *acquainted(name="{{ responsible.name|short_first }}")),),
    )


_APPROVAL = Built(
    code="order_approval",
    title="Приказ об утверждении локальных актов",
    about="Об утверждении локальных актов о наставничестве",
    group=Group.ORDERS,
    level="organisation",
    model="both",
    stage="preparation",
    approval=Approval.OWN,
    acts=("R145", "AZ1128"),
    usual=("control",),
    form=Form(
        (
            Field(
                "documents",
                "Утверждаемые акты",
                "list",
                of="doc_ref",
                hint="Вид и название каждого: «положение о программе наставничества». Порядок – как у приложений.",
                sample=(
                    {"kind_title": "положение о программе наставничества"},
                    {"kind_title": "программа наставничества на 2026/2027 учебный год"},
                    {"kind_title": "дорожная карта внедрения целевой модели наставничества"},
                ),
            ),
            Field("effective_on", "Ввести в действие с", "date", sample="2026-10-15"),
            Field(
                "responsible",
                "Кто знакомит работников с актами",
                "person",
                required=False,
                sample=_DEPUTY,
            ),
            CONTROL,
        )
    ),
    tree=_approval,
)

# --------------------------------------------------------------------- pairs and groups

_MENTEES = (
    "{% for mentee in item.mentees %}{% if not loop.first %}, {% endif %}{{ mentee.name|short }}"
    "{% if mentee.post %} ({{ mentee.post }}){% endif %}{% endfor %}"
)


def _pairs() -> Document:
    listed = grid(
        "Пары и группы",
        "units",
        (10, "№", "{{ loop.index }}"),
        (30, "Форма", "{{ item.form }}"),
        (48, "Наставник", "{{ item.mentor.name }}{% if item.mentor.post %}, {{ item.mentor.post }}{% endif %}"),
        (48, "Наставляемые", _MENTEES),
        (34, "Период", "{{ item.period|date_short }}"),
    )
    return order(
        "Приказ о закреплении наставнических пар и групп",
        "О закреплении наставнических пар и групп",
        "целях реализации программы наставничества в {{ org.name|loct }}",
        point("Закрепить наставнические пары и группы согласно приложению №\N{NO-BREAK SPACE}1."),
        *point_when(
            "approve_programmes",
            point(
                "Утвердить персонализированные программы наставничества:",
                each_point("approve_programmes", ended(reference("item", "accs"))),
            ),
        ),
        point(
            "Наставникам вести работу по утверждённым программам и планам, отмечать проведённые встречи и"
            " отчитываться о результатах перед куратором программы."
        ),
        CONTROL_POINT,
        asks_basis=True,
        grounds=(text('Основание: {{ consents|join:"; "|no_dot }}.'),),
        readers=acquainted(of="units", name="{{ item.mentor.name|short_first }}"),
        after=(*appendix("1", "к приказу"), centred("Наставнические пары и группы", bold=True), plain(""), listed),
    )


_PAIRS = Built(
    code="order_pairs",
    title="Приказ о закреплении наставнических пар и групп",
    about="О закреплении наставнических пар и групп",
    group=Group.ORDERS,
    level="organisation",
    model="both",
    stage="pairing",
    approval=Approval.OWN,
    acts=("R145", "AZ1128", "TK351_8"),
    usual=("control",),
    form=Form(
        (
            BASIS,
            Field(
                "units",
                "Пары и группы",
                "list",
                cls="P3",
                fields=(
                    Field("form", "Форма наставничества"),
                    Field("mentor", "Наставник", "person", cls="P2"),
                    Field("mentees", "Наставляемые", "list", of="person", cls="P2", cls_if_minor="P3"),
                    Field("period", "Период", "period"),
                ),
                sample=(
                    {
                        "form": "учитель – ученик",
                        "mentor": _TEACHER,
                        "mentees": [{"name": "Ветров Глеб Антонович", "post": "9 «А» класс"}],
                        "period": {"start": "2026-10-15", "end": "2027-05-20"},
                    },
                    {
                        "form": "ученик – ученик",
                        "mentor": {"name": "Лукина Дарья Павловна", "post": "11 «А» класс"},
                        "mentees": [
                            {"name": "Зорин Марк Ильич", "post": "7 «Б» класс"},
                            {"name": "Котова Алиса Романовна", "post": "7 «Б» класс"},
                        ],
                        "period": {"start": "2026-10-15", "end": "2027-03-20"},
                    },
                ),
            ),
            Field(
                "consents",
                "Письменные согласия",
                "list",
                cls="P3",
                hint="Каждое с новой строки: чьё, на что, от какого числа.",
                sample=(
                    "письменное согласие Орлова П. А. на выполнение обязанностей наставника от 1 октября 2026 г.",
                    "согласия участников и законных представителей на обработку персональных данных, полученные до"
                    " 10 октября 2026 г.",
                ),
            ),
            Field(
                "approve_programmes",
                "Утверждаемые персонализированные программы",
                "list",
                of="doc_ref",
                required=False,
                cls="P3",
                sample=({"kind_title": "персонализированная программа наставничества для пары № 1"},),
            ),
            CONTROL,
        )
    ),
    tree=_pairs,
)

# --------------------------------------------------------------------- the closing event


def _event() -> Document:
    programme = grid(
        "Программа мероприятия",
        "programme",
        (30, "Время", "{{ item.time }}"),
        (90, "Содержание", "{{ item.what }}"),
        (50, "Ответственный", "{{ item.who }}"),
    )
    return order(
        "Приказ об итоговом мероприятии",
        "О проведении итогового мероприятия программы наставничества",
        "целях подведения итогов программы наставничества"
        "{% if school_year %} в {{ school_year }} учебном году{% endif %}"
        " и поощрения её участников",
        point("Провести {{ event_on|date_ru }} {{ event|no_dot }}{% if place %} ({{ place }}){% endif %}."),
        point("Утвердить программу мероприятия согласно приложению."),
        *point_when(
            "awards",
            point(
                "Наградить участников программы наставничества:",
                each_point("awards", ended("{{ item.person.name|accs }} – {{ item.award|no_dot }}")),
            ),
        ),
        point(
            "Назначить ответственных за подготовку и проведение мероприятия:",
            each_point("responsible", ended(person("item.person", "accs") + " – {{ item.task|no_dot }}")),
        ),
        CONTROL_POINT,
        readers=acquainted(of="responsible", name="{{ item.person.name|short_first }}"),
        after=(
            *appendix("", "к приказу"),
            centred("Программа мероприятия", bold=True),
            centred("{{ event|no_dot|first_upper }}"),
            centred("{{ event_on|date_ru }}"),
            plain(""),
            programme,
        ),
    )


_EVENT = Built(
    code="order_event",
    title="Приказ об итоговом мероприятии",
    about="О проведении итогового мероприятия программы наставничества",
    group=Group.ORDERS,
    level="organisation",
    model="both",
    stage="completion",
    approval=Approval.OWN,
    acts=("R145", "AZ1128"),
    usual=("control",),
    form=Form(
        (
            Field(
                "event",
                "Мероприятие",
                hint="Продолжает слово «Провести».",
                sample="торжественный слёт наставников и наставляемых «Вместе к успеху»",
            ),
            Field("event_on", "Когда", "date", sample="2027-05-21"),
            Field("place", "Где", required=False, sample="актовый зал"),
            Field(
                "programme",
                "Программа мероприятия",
                "list",
                fields=(
                    Field("time", "Время", required=False),
                    Field("what", "Содержание"),
                    Field("who", "Ответственный", required=False),
                ),
                sample=(
                    {"time": "14.00–14.20", "what": "Открытие, слово директора", "who": "Громова Е. П."},
                    {
                        "time": "14.20–15.20",
                        "what": "Выступления пар и групп: что удалось",
                        "who": "Соколова М. И.",
                    },
                    {"time": "15.20–15.40", "what": "Награждение наставников", "who": "Громова Е. П."},
                    {
                        "time": "15.40–16.00",
                        "what": "Набор наставников на следующий учебный год",
                        "who": "Орлов П. А.",
                    },
                ),
            ),
            Field(
                "awards",
                "Награждаемые",
                "list",
                required=False,
                cls="P2",
                cls_if_minor="P3",
                fields=(
                    Field("person", "Кого", "person", cls="P2", cls_if_minor="P3"),
                    Field("award", "Чем", hint="В творительном падеже: «благодарностью», «грамотой»."),
                ),
                sample=(
                    {"person": _TEACHER, "award": "благодарностью"},
                    {"person": "Лукина Дарья Павловна", "award": "грамотой «Лучший наставник»"},
                ),
            ),
            Field(
                "responsible",
                "Ответственные",
                "list",
                fields=(Field("person", "Кто", "person"), Field("task", "За что")),
                sample=(
                    {"person": _DEPUTY, "task": "программа и ведение мероприятия"},
                    {"person": _TEACHER, "task": "техническое обеспечение"},
                ),
            ),
            CONTROL,
        )
    ),
    tree=_event,
)

WORK_ORDERS = (_APPROVAL, _PAIRS, _EVENT)
