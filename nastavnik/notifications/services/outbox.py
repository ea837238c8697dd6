"""Queueing: who is to be told of what, once, in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from nastavnik.accounts.models import Grant, User
from nastavnik.notifications import mail
from nastavnik.notifications.kinds import Context, kind_named
from nastavnik.notifications.models import Letter, Notice
from nastavnik.org.models import Node


@transaction.atomic
def queue(kind: str, *, to: Iterable[User | None], event: str, context: Context, node: Node | None = None) -> int:
    """Tell each of ``to`` of ``event``; gives how many are told for the first time.

    ``event`` names what happened ("job:0198…:done"): the same event is told to nobody twice. ``context`` holds
    ids; ``node`` is where it happened.
    """
    declared = kind_named(kind)
    if declared is None:
        raise LookupError(f"No kind of notice is called {kind!r}.")
    users = {user.pk: user for user in to if user is not None and user.is_active}
    known = set(Notice.objects.filter(event=event, user__in=users).values_list("user_id", flat=True))
    fresh = [user for key, user in sorted(users.items()) if key not in known]
    told = {"kind": kind, "event": event, "context": context}
    # Two deeds at once may tell the same: the constraints keep one.
    Notice.objects.bulk_create([Notice(user=user, **told) for user in fresh], ignore_conflicts=True)
    addressed = [user for user in fresh if user.email] if declared.mailed else []
    if addressed:
        caretakers = _caretakers(addressed, node)
        letters = [Letter(user=user, node_id=caretakers.get(user.pk), **told) for user in addressed]
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
        transaction.on_commit(mail.start_sending)
    return len(fresh)


def _caretakers(users: list[User], node: Node | None) -> dict[int, int]:
    """User → the territory at the top: of the event's place, or of the user's first role. One query at most."""
    if node is not None:
        return dict.fromkeys((user.pk for user in users), _top(node.path))
    grants = Grant.objects.in_force().filter(user__in=users).order_by("-id")
    return {user: _top(path) for user, path in grants.values_list("user_id", "node__path")}


def _top(path: str) -> int:
    return int(path.strip("/").split("/")[0])
