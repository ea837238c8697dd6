"""Orders of a district: who coordinates mentoring in it."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Approval, Built, Group
from nastavnik.documents.library.layout import acquainted, each_point, point
from nastavnik.documents.library.orders import CONTROL, order
from nastavnik.documents.tree import Document


def _coordinator() -> Document:
    return order(
        "Распоряжение о назначении ответственного за координацию наставничества",
        "О назначении ответственного за координацию внедрения целевой модели наставничества",
        "целях координации наставничества в образовательных организациях:",
        point(
            "Назначить {{ coordinator.name|accs }}{% if coordinator.post %}, {{ coordinator.post|accs }},{% endif %}"
            " ответственным за координацию внедрения и реализации целевой модели наставничества"
            "{% if area %} {{ area|no_dot }}{% endif %}."
        ),
        point("Возложить на ответственного за координацию следующие обязанности:", each_point("duties")),
        point(
            "Руководителям образовательных организаций назначить кураторов программ наставничества и сообщить их"
            " рабочие контакты ответственному за координацию{% if curators_until %} до"
            " {{ curators_until|date_ru|no_dot }}{% endif %}."
        ),
        point("Контроль за исполнением настоящего распоряжения {{ control|no_dot }}.", keep=True),
        kind="РАСПОРЯЖЕНИЕ",
        command="",
        readers=acquainted("С распоряжением ознакомлен(а):", name="{{ coordinator.name|short_first }}"),
    )


_COORDINATOR = Built(
    code="order_coordinator",
    title="Распоряжение о назначении ответственного за координацию в районе",
    about="О назначении ответственного за координацию наставничества",
    group=Group.ORDERS,
    level="district",
    model="both",
    stage="preparation",
    approval=Approval.OWN,
    acts=("R145", "MR4202", "AZ1128"),
    usual=("duties", "control"),
    form=Form(
        (
            Field(
                "coordinator",
                "Ответственный",
                "person",
                sample={"name": "Ларина Вера Николаевна", "post": "главный специалист отдела образования"},
            ),
            Field(
                "area",
                "Где",
                required=False,
                hint="Продолжает слова «целевой модели наставничества».",
                sample="в образовательных организациях Заречного района",
            ),
            Field(
                "duties",
                "Обязанности",
                "list",
                hint="Каждая с новой строки, начиная с глагола.",
                sample=(
                    "разработать дорожную карту района и следить за её исполнением",
                    "консультировать кураторов образовательных организаций",
                    "организовать обучение кураторов и обмен практиками между организациями",
                    "собирать сведения о ходе и результатах наставничества и обобщать их",
                    "представлять отчёты региональному центру наставничества в установленные им сроки",
                ),
            ),
            Field("curators_until", "Срок назначения кураторов", "date", required=False, sample="2026-10-01"),
            CONTROL,
        )
    ),
    tree=_coordinator,
)

DISTRICT_ORDERS = (_COORDINATOR,)
