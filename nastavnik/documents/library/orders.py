"""Orders that begin the work: the launch of the model, the curator, the working group."""

from __future__ import annotations

from collections.abc import Sequence

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Approval, Built, Group
from nastavnik.documents.library.layout import (
    acquainted,
    date_and_number,
    each_point,
    ended,
    head_of_form,
    heading,
    kind_of_document,
    person,
    plain,
    point,
    point_when,
    points,
    reference,
    references,
    sheet,
    signature,
    text,
)
from nastavnik.documents.tree import Block, Document, Item

CONTROL = Field(
    "control",
    "Контроль за исполнением",
    hint="Обычно: «оставляю за собой» или «возложить на заместителя директора Петрову А. И.».",
    sample="оставляю за собой",
)
CONTROL_POINT = point("Контроль за исполнением настоящего приказа {{ control|no_dot }}.", keep=True)
BASIS = Field(
    "basis_acts",
    "Основания",
    "list",
    of="doc_ref",
    required=False,
    hint="Приказ учредителя, решение педагогического совета. Федеральные акты программа укажет сама.",
    sample=[
        {
            "kind_title": "приказ управления образования администрации города Заречного",
            "number": "115",
            "date": "2026-08-27",
            "title": "О внедрении наставничества в образовательных организациях города",
        }
    ],
)
_DEPUTY = {
    "name": "Соколова Марина Игоревна",
    "post": "заместитель директора по воспитательной работе",
}
_PSYCHOLOGIST = {"name": "Белова-Зимина Анна Сергеевна", "post": "педагог-психолог"}
_TEACHER = {"name": "Орлов Пётр Андреевич", "post": "учитель математики"}
_REGULATION = {"kind_title": "положение о программе наставничества"}
_ROADMAP = {"kind_title": "дорожная карта внедрения целевой модели наставничества на 2026/2027 учебный год"}
_ACTS = "{% if acts %}В соответствии с " + references("acts", "ablt") + ", в{% else %}В{% endif %}"
_ALL_ACTS = (
    "{% if acts or basis_acts %}В соответствии с "
    + references("acts", "ablt")
    + "{% if acts and basis_acts %}, {% endif %}"
    + references("basis_acts", "ablt")
    + ", в{% else %}В{% endif %}"
)


def order(
    title: str,
    about: str,
    purpose: str,
    *items: Item,
    asks_basis: bool = False,
    kind: str = "ПРИКАЗ",
    command: str = "ПРИКАЗЫВАЮ:",
    readers: Sequence[Block] | None = None,
    grounds: Sequence[Block] = (),
    after: Sequence[Block] = (),
) -> Document:
    """An order: form, requisites, «О …», grounds and ``purpose`` («целях …»), what is ordered, signature, who has
    read it."""
    return sheet(
        title,
        head_of_form(),
        kind_of_document(kind),
        date_and_number(),
        heading(about),
        text(f"{_ALL_ACTS if asks_basis else _ACTS} {purpose}"),
        plain(command, bold=True) if command else (),
        points(*items),
        grounds,
        signature(),
        acquainted() if readers is None else readers,
        after,
    )


# --------------------------------------------------------------------- the launch


def _launch() -> Document:
    approved = points(
        point(reference("approve_regulation", "accs") + " (приложение №\N{NO-BREAK SPACE}1);"),
        point(reference("approve_roadmap", "accs") + " (приложение №\N{NO-BREAK SPACE}2)."),
        sign="1.1.",
    )
    return order(
        "Приказ о внедрении целевой модели наставничества",
        "О внедрении целевой модели наставничества обучающихся",
        "целях раскрытия потенциала обучающихся, поддержки их в учёбе, развитии и выборе профессии",
        point("Внедрить в {{ org.name|loct }} целевую модель наставничества обучающихся в срок {{ terms|no_dot }}."),
        point("Утвердить:", approved),
        point(
            "Назначить ответственными за внедрение и реализацию целевой модели наставничества:",
            each_point("responsible", ended(person("item", "accs"))),
        ),
        *point_when(
            "resources_responsible",
            point(
                "Возложить ответственность за материально-техническое обеспечение программы наставничества на "
                + person("resources_responsible", "accs")
                + "."
            ),
        ),
        point(
            "Установить сроки мониторинга программы наставничества: {{ monitoring_terms|no_dot }}."
            " Результаты мониторинга рассматривать на заседаниях педагогического совета."
        ),
        point("Определить планируемые результаты внедрения целевой модели:", each_point("planned_results")),
        point(
            "Разместить настоящий приказ, положение и дорожную карту на официальном сайте {{ org.name|gent }}"
            " в разделе «Наставничество»."
        ),
        CONTROL_POINT,
        asks_basis=True,
        readers=acquainted(of="responsible", name="{{ item.name|short_first }}"),
    )


_LAUNCH = Built(
    code="order_launch",
    title="Приказ о внедрении целевой модели наставничества",
    about="О внедрении целевой модели наставничества обучающихся",
    group=Group.ORDERS,
    level="organisation",
    model="learners",
    stage="preparation",
    approval=Approval.OWN,
    acts=("R145", "MR4202"),
    usual=("planned_results", "control"),
    form=Form(
        (
            BASIS,
            Field(
                "terms",
                "Сроки внедрения",
                hint="Продолжает слова «в срок».",
                sample="с 1 сентября 2026 г. по 31 мая 2027 г.",
            ),
            Field("approve_regulation", "Утверждаемое положение", "doc_ref", sample=_REGULATION),
            Field("approve_roadmap", "Утверждаемая дорожная карта", "doc_ref", sample=_ROADMAP),
            Field(
                "responsible",
                "Ответственные за внедрение и реализацию",
                "list",
                of="person",
                hint="Должность, фамилия, имя и отчество каждого; так, как в штатном расписании.",
            ),
            Field(
                "resources_responsible",
                "Ответственный за материально-техническое обеспечение",
                "person",
                required=False,
                sample={"name": "Лебедев Игорь Олегович", "post": "заместитель директора"},
            ),
            Field(
                "monitoring_terms",
                "Сроки мониторинга",
                hint="Первый этап – на входе и в ходе работы, второй – по её итогам.",
                sample="первый этап – до 15 октября 2026 г., второй этап – до 20 мая 2027 г.",
            ),
            Field(
                "planned_results",
                "Планируемые результаты",
                "list",
                hint="Каждый результат с новой строки; лучше с числом и сроком.",
                sample=(
                    "доля обучающихся от 10 до 19 лет, участвующих в программах, – не менее 70\N{NO-BREAK SPACE}%",
                    "рост успеваемости и внеурочной занятости наставляемых",
                    "не менее 90\N{NO-BREAK SPACE}% участников удовлетворены тем, как прошла программа",
                ),
            ),
            CONTROL,
        )
    ),
    tree=_launch,
)


# --------------------------------------------------------------------- the curator


def _curator() -> Document:
    return order(
        "Приказ о назначении куратора",
        "О назначении куратора программы наставничества",
        "целях организации наставничества в {{ org.name|loct }}",
        point(
            "Назначить {{ curator.name|accs }}{% if curator.post %}, {{ curator.post|accs }},{% endif %}"
            " куратором программы наставничества на срок {{ term|date_ru|no_dot }}."
        ),
        point("Возложить на куратора следующие обязанности:", each_point("duties")),
        CONTROL_POINT,
        readers=acquainted("С приказом ознакомлен(а):", name="{{ curator.name|short_first }}"),
    )


_CURATOR = Built(
    code="order_curator",
    title="Приказ о назначении куратора",
    about="О назначении куратора программы наставничества",
    group=Group.ORDERS,
    level="organisation",
    model="both",
    stage="preparation",
    approval=Approval.OWN,
    acts=("R145", "MR4202", "AZ1128"),
    usual=("duties", "control"),
    form=Form(
        (
            Field("curator", "Куратор", "person", hint="Должность, фамилия, имя и отчество."),
            Field(
                "duties",
                "Обязанности куратора",
                "list",
                hint="Каждая обязанность с новой строки, начиная с глагола.",
                sample=(
                    "формировать и вести базы наставников и наставляемых",
                    "организовывать отбор и обучение наставников",
                    "проводить встречи для формирования пар и групп и готовить приказы о закреплении",
                    "помогать наставникам и наставляемым в работе, следить за ходом встреч",
                    "собирать согласия на обработку персональных данных и обеспечивать их хранение",
                    "проводить мониторинг программы и готовить отчёты о её результатах",
                    "своевременно обновлять раздел «Наставничество» на официальном сайте",
                ),
            ),
            Field("term", "Срок полномочий", "period"),
            CONTROL,
        )
    ),
    tree=_curator,
)


# --------------------------------------------------------------------- the working group


def _working_group() -> Document:
    return order(
        "Приказ о создании рабочей группы",
        "О создании рабочей группы по организации наставничества",
        "целях подготовки и сопровождения программы наставничества в {{ org.name|loct }}",
        point(
            "Создать рабочую группу по организации наставничества (далее – рабочая группа) в составе:",
            each_point("members", ended(person("item.person") + "{% if item.role %} – {{ item.role }}{% endif %}")),
        ),
        point("Определить задачи рабочей группы:", each_point("tasks")),
        point("Рабочей группе проводить заседания не реже {{ meetings|no_dot }} и оформлять их решения протоколом."),
        CONTROL_POINT,
        readers=acquainted(of="members", name="{{ item.person.name|short_first }}"),
    )


_WORKING_GROUP = Built(
    code="order_working_group",
    title="Приказ о создании рабочей группы (команды программы)",
    about="О создании рабочей группы по организации наставничества",
    group=Group.ORDERS,
    level="organisation",
    model="both",
    stage="preparation",
    approval=Approval.OWN,
    acts=("R145", "MR4202", "AZ1128"),
    usual=("tasks", "meetings", "control"),
    form=Form(
        (
            Field(
                "members",
                "Состав рабочей группы",
                "list",
                cls="P2",
                fields=(
                    Field("person", "Участник", "person", cls="P2"),
                    Field("role", "Роль в группе", required=False, hint="руководитель, секретарь, член группы"),
                ),
                sample=(
                    {"person": _DEPUTY, "role": "руководитель рабочей группы"},
                    {"person": _PSYCHOLOGIST, "role": "секретарь рабочей группы"},
                    {"person": _TEACHER, "role": "член рабочей группы"},
                ),
            ),
            Field(
                "tasks",
                "Задачи рабочей группы",
                "list",
                hint="Каждая задача с новой строки, начиная со слова «разработать», «провести» и подобных.",
                sample=(
                    "разработать проекты положения о наставничестве и дорожной карты",
                    "информировать обучающихся, родителей и работников о программе",
                    "выявить запросы наставляемых и составить базы наставников и наставляемых",
                    "подобрать программы обучения наставников и провести его",
                    "провести мониторинг и подготовить предложения по улучшению программы",
                ),
            ),
            Field(
                "meetings",
                "Как часто собирается группа",
                hint="Продолжает слова «не реже».",
                sample="одного раза в четверть",
            ),
            CONTROL,
        )
    ),
    tree=_working_group,
)

ORDERS = (_LAUNCH, _CURATOR, _WORKING_GROUP)
