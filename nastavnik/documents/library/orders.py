"""Orders of the head: the launch of the model, the curator."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Approval, Built, Group
from nastavnik.documents.library.layout import (
    acquainted,
    date_and_number,
    head_of_form,
    heading,
    kind_of_document,
    sheet,
    signature,
    text,
)
from nastavnik.documents.tree import Block, Document, Item, List, Paragraph, Run

CONTROL = Field(
    "control",
    "Контроль за исполнением",
    hint="Обычно: «оставляю за собой» или должность и фамилия того, на кого возложен контроль.",
    sample="оставляю за собой",
)
_BASIS = (
    "{% if acts %}В соответствии с нормативными актами: "
    "{% for act in acts %}{{ act.title }}{% if not loop.last %}; {% endif %}{% endfor %}, {% endif %}"
)


def order(title: str, about: str, purpose: str, *items: Item, after: tuple[Block, ...] = ()) -> Document:
    """An order: form, requisites, «О …», grounds and ``purpose``, what is ordered, signature, who has read it."""
    return sheet(
        title,
        head_of_form(),
        kind_of_document("ПРИКАЗ"),
        date_and_number(),
        heading(about),
        text(_BASIS + purpose),
        Paragraph((Run("ПРИКАЗЫВАЮ:", bold=True),), before=4, after=4, keep=True),
        List(items, numbered=True),
        signature(),
        acquainted(),
        after,
    )


def point(words: str, inner: List | None = None) -> Item:
    return Item(Paragraph((Run(words),), align="justify", after=3), inner)


def each_point(name: str, of: str, words: str) -> List:
    return List((point(f"{{% for {name} in {of} %}}"), point(words), point("{% endfor %}")))


def _curator() -> Document:
    return order(
        "Приказ о назначении куратора",
        "О назначении куратора программы наставничества",
        "в целях организации наставничества в {{ org.short|loct }}",
        point(
            "Назначить {{ curator.name|accs }}{% if curator.post %}, {{ curator.post|accs }},{% endif %}"
            " куратором программы наставничества на срок {{ term|date_ru }}."
        ),
        point("Возложить на куратора следующие обязанности:", each_point("duty", "duties", "{{ duty|no_dot }};")),
        point("Контроль за исполнением настоящего приказа {{ control|no_dot }}."),
    )


ORDERS = (
    Built(
        code="order_curator",
        title="Приказ о назначении куратора",
        about="О назначении куратора программы наставничества",
        group=Group.ORDERS,
        level="organisation",
        model="both",
        stage="preparation",
        approval=Approval.OWN,
        acts=("R145", "MR4202", "AZ1128"),
        form=Form(
            (
                Field("curator", "Куратор (должность, ФИО)", "person"),
                Field(
                    "duties",
                    "Обязанности куратора",
                    "list",
                    hint="Каждая обязанность с новой строки, начиная с глагола.",
                    sample=(
                        "формировать базы наставников и наставляемых",
                        "организовывать обучение наставников",
                        "следить за тем, как идёт работа пар и групп, и помогать наставникам",
                        "проводить мониторинг и готовить отчёты о программе",
                    ),
                ),
                Field("term", "Срок полномочий", "period"),
                CONTROL,
            )
        ),
        tree=_curator,
    ),
)
