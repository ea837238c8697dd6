"""Taking two joined cards apart again."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.people.models import Consent, Likeness, Merge, Participation, Person
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.refusals_data import LaterMerge, NotMerged
from nastavnik.people.services.merging import KEPT, Values, plain
from nastavnik.people.services.persons import lock_base, settled


@transaction.atomic
def take_apart(done: Merge, *, actor: User) -> int:
    """Undo ``done``; gives how many values stay as they are because somebody changed them since.

    Raises: NotAllowed, NotMerged, LaterMerge.
    """
    require(actor, "person.merge", done.node)
    lock_base(done.node)
    held = Merge.objects.select_for_update().select_related("node").get(pk=done.pk)
    kept = Person.objects.select_for_update().get(pk=held.kept_id)
    gone = Person.objects.select_for_update().get(pk=held.gone_id)
    if held.undone_at is not None or not held.before or gone.state != Person.State.MERGED:
        raise NotMerged
    later = Merge.objects.filter(kept=kept, undone_at=None, pk__gt=held.pk).exists()
    if later or kept.state != Person.State.KEPT:
        raise LaterMerge
    stay = _person_back(gone, held.before["gone"]) + _person_back(kept, held.before[KEPT])
    for label, key, was, now in reversed(held.before["rows"]):
        stay += _row_back(apps.get_model(label), key, was, now)
    _withdrawn_meanwhile(held)
    settled(held.node, [kept.pk, gone.pk])
    _standing_back(held.before["standing"])
    held.undone_at, held.before = timezone.now(), None
    held.save(update_fields=["undone_at", "before"])
    one, other = sorted((kept.pk, gone.pk))
    Likeness.objects.filter(one=one, other=other, state=Likeness.State.MERGED).update(
        state=Likeness.State.WAITING, decided_by=None, decided_at=None
    )
    record("person.parted", held, actor=actor, kept=kept.pk, gone=gone.pk, stay=stay)
    return stay


def _person_back(person: Person, change: Values) -> int:
    stay = 0
    back = {}
    for name, was in change["was"].items():
        if plain({name: getattr(person, name)})[name] == change["is"][name]:
            back[name] = _typed(Person, name, was)
        elif change["is"][name] != was:
            stay += 1
    for name, value in back.items():
        setattr(person, name, value)
    person.version += 1
    person.save(update_fields=[*back, "version"])
    return stay


def _row_back(model: type[models.Model], key: int, was: Values, now: Values) -> int:
    row = model._base_manager.filter(pk=key).first()
    if row is None:
        return 1
    current = plain({name: getattr(row, name) for name in was})
    back = {name: _typed(model, name, value) for name, value in was.items() if current[name] == now[name]}
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=key).update(**back)
    except IntegrityError:
        return 1
    return len(was) - len(back)


def _withdrawn_meanwhile(done: Merge) -> None:
    """What was taken back while the two were one was taken back for both: nothing of it is in force again."""
    since = timezone.localdate(done.made_at)
    ended = Consent.objects.filter(person=done.kept_id, state=ConsentState.WITHDRAWN, ended_on__gte=since)
    days = dict(ended.order_by("ended_on").values_list("kind", "ended_on"))
    for row in Consent.objects.in_force().filter(person=done.gone_id, kind__in=list(days)):
        row.state, row.ended_on = ConsentState.WITHDRAWN, days[row.kind]
        row.version += 1
        row.save()


def _standing_back(standing: dict[str, list[str]]) -> None:
    """Whoever is again what they were, is it since then."""
    for part in Participation.objects.filter(pk__in=[int(key) for key in standing]):
        status, since = standing[str(part.pk)]
        if part.status == status and part.status_since.isoformat() != since:
            Participation.objects.filter(pk=part.pk).update(status_since=since)


def _typed(model: type[models.Model], name: str, value: Any) -> Any:
    """What a column takes, from what JSON kept."""
    field = next(field for field in model._meta.concrete_fields if field.attname == name)
    return value if value is None or field.is_relation else field.to_python(value)
