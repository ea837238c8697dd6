"""Destroying by the table of terms, with an act: every night, and when the data protection officer says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from nastavnik import notifications
from nastavnik.accounts.holders import Holder, holders
from nastavnik.accounts.models import User
from nastavnik.audit.models import Event
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.documents.models import Paper
from nastavnik.documents.services.drafts import draw_up
from nastavnik.org.models import Node
from nastavnik.people import retention
from nastavnik.people.models import ErasedPerson, Erasure, Person
from nastavnik.people.refusals import NotLiving
from nastavnik.people.refusals_data import NothingToErase
from nastavnik.people.services.erasing import closure, delete_files, erase
from nastavnik.people.services.forgetting import forget_rows
from nastavnik.people.services.persons import lock_base

ACT = "erasure_act"
SOURCE = "erasure"
ON_REQUEST = "on_request"
# Seats that an act names one by one; of more it says from which to which.
_NAMED = 60
_WHAT = {
    "card": "фамилия, имя, отчество, дата рождения, контактные данные",
    "participation": "сведения об участии в программе наставничества: класс, запрос, компетенции, даты",
    "consent": "подтверждения согласий",
    "form": "файлы с бланками согласий",
    "scan": "сканированные копии согласий",
    "published": "карточка в базе наставников города",
    "readinessfact": "сведения о подготовке и проверках наставника",
    "safeguard": "сведения о допуске к работе с несовершеннолетними",
    "care": "сведения о сопровождении психологом",
    "surveys.Filling": "ответы на вопросы анкет",
    "events.Attendance": "сведения об участии в мероприятиях",
    "signingcode": "коды для подписания согласий",
}
#: What an app above destroyed and has no words for here.
_FURTHER = "иные сведения об участии в программе наставничества"


@transaction.atomic
def run(node: Node, actor: User | None, on: dt.date | None = None) -> Erasure:
    """Destroy the data of everybody in ``node`` whose time is over on ``on`` (today), and draw up the act.

    Raises: NotAllowed, NothingToErase.
    """
    if actor is not None:
        require(actor, "erasure.run", node)
    lock_base(node)
    day = timezone.localdate()
    found = retention.due(node, on or day)
    if not found:
        raise NothingToErase
    return _destroyed(node, actor, day, [(each.person_id, each.code) for each in found])


@transaction.atomic
def destroy_one(person: Person, actor: User, reason: str = ON_REQUEST) -> Erasure:
    """At the demand of the person: now, with an act. Raises: NotAllowed, NotLiving."""
    require(actor, "erasure.run", person.node)
    lock_base(person.node)
    return _destroyed(person.node, actor, timezone.localdate(), [(person.pk, reason)])


def _destroyed(node: Node, actor: User | None, day: dt.date, whom: list[tuple[int, str]]) -> Erasure:
    act = Erasure.objects.create(node=node, on=day, made_by=actor)
    people = Person.objects.defer("card").select_related("node").in_bulk([key for key, _code in whom])
    delete_files(forget_rows(node.pk, closure(people)))
    was = set(Person.objects.filter(node=node, state=Person.State.ERASED).values_list("pk", flat=True))
    lines = []
    for key, code in whom:
        # An adult may have gone with the last child already.
        if Person.objects.living().filter(pk=key).exists():
            what = erase(people[key], code, actor, rows=False)
            lines.append(ErasedPerson(erasure=act, seat=people[key].seat, reason=code, what=what))
    if not lines:
        raise NotLiving
    named = {line.seat for line in lines}
    beside = Person.objects.filter(node=node, state=Person.State.ERASED).exclude(pk__in=was).exclude(seat__in=named)
    reason = lines[0].reason
    lines += [ErasedPerson(erasure=act, seat=seat, reason=reason, what=["card"]) for seat in _seats(beside)]
    ErasedPerson.objects.bulk_create(lines)
    act.count = len(lines)
    act.paper = _paper(act, lines, actor)
    act.save(update_fields=["count", "paper"])
    record("erasure.made", act, actor=actor, people=act.count)
    _tell(act)
    return act


def _seats(people: Any) -> list[int]:
    return list(people.order_by("seat").values_list("seat", flat=True))


def _tell(act: Erasure) -> None:
    officers = [each.user for each in holders("erasure.run", [act.node])[act.node_id]]
    notifications.queue(
        "erasure.made", to=officers, event=f"erasure:{act.uid}", context={"erasure": str(act.uid)}, node=act.node
    )


def _paper(act: Erasure, lines: list[ErasedPerson], actor: User | None) -> Paper | None:
    """The draft of the act, for the officer to sign. In the language of the office work, whatever the reader's.

    None where nobody is there in whose hands it could be.
    """
    maker = actor or next((each.user for each in _keepers(act.node)), None)
    if maker is None:
        return None
    titles = retention.terms(act.on)
    reasons = sorted({titles[line.reason].title if line.reason in titles else line.reason for line in lines})
    codes = {code for line in lines for code in line.what}
    day = date_format(act.on, "j E Y")
    asked: dict[str, Any] = {
        "operator": act.node.full_name,
        "subject": _subjects(lines),
        "categories": [
            *(words for code, words in _WHAT.items() if code in codes),
            *([_FURTHER] if codes - _WHAT.keys() else []),
        ],
        "system": "«Наставник», базы наставляемых и наставников",
        "reason": "; ".join(reasons),
        "method": "удаление записей и файлов средствами информационной системы",
        "destroyed_on": act.on.isoformat(),
        "persons": ["ответственный за обработку персональных данных"],
        "log_extract": [f"выгрузка из журнала событий за {day} г."],
    }
    return draw_up(act.node, ACT, asked, actor=None, maker=maker, source=(SOURCE, act.uid))


def _keepers(node: Node) -> list[Holder]:
    return [*holders("erasure.run", [node])[node.pk], *holders("document.edit", [node])[node.pk]]


def _subjects(lines: Iterable[ErasedPerson]) -> str:
    """By seat numbers: the names are gone."""
    seats = sorted({line.seat for line in lines})
    if len(seats) > _NAMED:
        return f"участники программы с условными номерами от {seats[0]} до {seats[-1]}, всего {len(seats)}"
    numbers = ", ".join(str(seat) for seat in seats)
    many = len(seats) > 1
    return f"участники программы с условными номерами {numbers}" if many else f"участник с условным номером {numbers}"


def extract(act: Erasure) -> list[Event]:
    """What the journal says of the people of ``act``: their destruction and the last things done to them before."""
    keys = list(Person.objects.filter(node=act.node, seat__in=act.lines.values("seat")).values_list("pk", flat=True))
    label = Person._meta.label
    rows = Event.objects.filter(object_type=label, object_id__in=keys, node_id=act.node_id)
    made = Event.objects.of(act).filter(action="erasure.made")
    return [*rows.order_by("id"), *made.order_by("id")]
