"""Destroying by the table of terms, with an act: every night, and when the data protection officer says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from nastavnik import jobs, notifications
from nastavnik.accounts.holders import Holder, holders
from nastavnik.accounts.models import User
from nastavnik.audit.models import Event
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.documents.models import Paper
from nastavnik.documents.services.drafts import draw_up
from nastavnik.jobs.models import OPEN, Job
from nastavnik.org.models import Node
from nastavnik.people import retention
from nastavnik.people.models import ErasedPerson, Erasure, Person
from nastavnik.people.refusals import NotLiving
from nastavnik.people.refusals_data import NothingToErase
from nastavnik.people.services.erasing import closure, delete_files, erase_many
from nastavnik.people.services.forgetting import forget_rows
from nastavnik.people.services.persons import lock_base

ACT = "erasure_act"
SOURCE = "erasure"
ON_REQUEST = "on_request"
JOB = "people.erase"
#: More than these are destroyed by long work, piece by piece.
AT_ONCE = 50
PIECE = 100
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

    Of more than `AT_ONCE` people it is done piece by piece as long work; an act whose ``count`` is 0 is not done yet.
    One that is being done is given again.

    Raises: NotAllowed, NothingToErase.
    """
    if actor is not None:
        require(actor, "erasure.run", node)
    lock_base(node)
    day = on or timezone.localdate()
    going: Erasure | None = Erasure.objects.filter(node=node, count=0).order_by("pk").first()
    if going is not None:
        _hand_over(going, actor, day)
        return going
    found = retention.due(node, day)
    if not found:
        raise NothingToErase
    act = _named(node, actor, {each.seat: each.code for each in found})
    if len(found) > AT_ONCE:
        _hand_over(act, actor, day)
        return act
    while go_on(act, actor):
        pass
    return finish(act, actor)


@transaction.atomic
def destroy_one(person: Person, actor: User, reason: str = ON_REQUEST) -> Erasure:
    """At the demand of the person: now, with an act. Raises: NotAllowed, NotLiving."""
    require(actor, "erasure.run", person.node)
    lock_base(person.node)
    if not Person.objects.living().filter(pk=person.pk).exists():
        raise NotLiving
    act = _named(person.node, actor, {person.seat: reason})
    go_on(act, actor)
    return finish(act, actor)


def _named(node: Node, actor: User | None, reasons: dict[int, str]) -> Erasure:
    """An act that says whom it is about; a line without a word of what was destroyed waits."""
    act = Erasure.objects.create(node=node, on=timezone.localdate(), made_by=actor)
    ErasedPerson.objects.bulk_create(
        [ErasedPerson(erasure=act, seat=seat, reason=reason) for seat, reason in reasons.items()], batch_size=500
    )
    return act


def _hand_over(act: Erasure, actor: User | None, on: dt.date) -> None:
    """Long work does the rest, once; where it came to an end without being done, it is asked for anew."""
    if Job.objects.filter(kind=JOB, params__act=str(act.uid), state__in=OPEN).exists():
        return
    jobs.start(JOB, actor=actor, node=act.node, params={"act": str(act.uid), "on": on.isoformat()})


@transaction.atomic
def go_on(act: Erasure, actor: User | None, on: dt.date | None = None) -> int:
    """Destroy the next of those whom ``act`` names; gives how many are left. Safe to do again after any fault.

    With ``on`` whoever need not go any more is left out: they have given a consent since.
    """
    lock_base(act.node)
    waiting = act.lines.filter(what=[])
    lines = list(waiting.order_by("seat")[:PIECE])
    seats = [line.seat for line in lines]
    keys = dict(Person.objects.living().filter(node=act.node, seat__in=seats).values_list("seat", "pk"))
    reasons = {keys[line.seat]: line.reason for line in lines if line.seat in keys}
    if on is not None:
        due = {each.person_id for each in retention.due(act.node, on, reasons)}
        reasons = {key: reason for key, reason in reasons.items() if key in due}
    gone = {each.seat: each for each in erase_many(act.node, reasons, actor)}
    # An adult may have gone with the last child: before their own line, or without one.
    named = list(act.lines.filter(seat__in=gone))
    for line in named:
        line.what = gone.pop(line.seat).what
    ErasedPerson.objects.bulk_update(named, ["what"])
    ErasedPerson.objects.bulk_create([ErasedPerson(erasure=act, **each._asdict()) for each in gone.values()])
    waiting.filter(seat__in=seats).delete()
    return waiting.count()


@transaction.atomic
def finish(act: Erasure, actor: User | None) -> Erasure:
    """Take the people out of loaded tables and draw up the paper. The act goes if nobody had to."""
    lock_base(act.node)
    lines = list(act.lines.order_by("seat"))
    if not lines:
        act.delete()
        return act
    people = Person.objects.filter(node=act.node, seat__in=[line.seat for line in lines])
    delete_files(forget_rows(act.node_id, closure(people.values_list("pk", flat=True))))
    act.count = len(lines)
    act.paper = _paper(act, lines, actor)
    act.save(update_fields=["count", "paper"])
    record("erasure.made", act, actor=actor, people=act.count)
    _tell(act)
    return act


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
