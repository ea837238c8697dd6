"""What people say under a line, and whom they call by name.

Whoever sees the plan reads its comments and may write; so a coordinator and a school hear each other, and the
school next door hears neither. Somebody is mentioned by "@" and the work name, or by a tick beside the name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.holders import Holder, holders
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.saving import save
from nastavnik.roadmaps.models import Comment, RoadmapLine
from nastavnik.roadmaps.wording import normal

LONGEST = 3000


class CannotBeTold(DomainError):
    code = "comment_cannot_be_told"
    message = _("One of the people chosen does not see this line any more. Choose again and send once more.")


def people_of(line: RoadmapLine, *, but: User | None = None) -> list[Holder]:
    """Who sees ``line``, by work name, each once: those of its organisation, then those above. One query."""
    found = sorted(holders("roadmap.view", [line.node])[line.node_id], key=lambda holder: -len(holder.path))
    people: dict[int, Holder] = {}
    for holder in found:
        if holder.user.work_name and (but is None or holder.user.pk != but.pk):
            people.setdefault(holder.user.pk, holder)
    return list(people.values())


def called_in(text: str, people: Iterable[User]) -> list[User]:
    """Those of ``people`` whom ``text`` calls by "@" and their work name; the longest name that fits is meant."""
    by_name: dict[str, list[User]] = defaultdict(list)
    for user in people:
        by_name[normal(user.work_name)].append(user)
    if not by_name:
        return []
    names = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    called = dict.fromkeys(re.findall(rf"@({names})(?!\w)", normal(text)))
    return [user for name in called for user in by_name[name]]


@transaction.atomic
def add_comment(line: RoadmapLine, *, text: str, actor: User, tell: Iterable[User] = ()) -> Comment:
    """Say ``text`` under ``line``; those called in it and those of ``tell`` get a notice.

    Raises:
        NotAllowed: ``actor`` does not see the line.
        CannotBeTold: one of ``tell`` does not see it.
        Invalid: the text is empty or too long.
    """
    require(actor, "roadmap.comment", line)
    people = {holder.user.pk: holder.user for holder in people_of(line, but=actor)}
    chosen = {user.pk for user in tell} - {actor.pk}
    if not chosen <= set(people):
        raise CannotBeTold
    if len(text) > LONGEST:
        raise Invalid(fields={"text": [str(_("A comment has at most 3,000 characters. Shorten it."))]})
    comment = save(Comment(line=line, author=actor, text=text))
    chosen |= {user.pk for user in called_in(text, people.values())}
    comment.mentioned.set(chosen)
    notifications.queue(
        "line.mentioned",
        to=[people[key] for key in sorted(chosen)],
        event=f"line.mentioned:{comment.uid}",
        context={"comment": str(comment.uid), "line": str(line.uid)},
        node=line.node,
    )
    record("roadmap.comment_added", line, actor=actor, node_id=line.node_id, comment=str(comment.uid))
    return comment


def withdraw_comment(comment: Comment, *, actor: User) -> None:
    """Hide one's own comment; it can be brought back.

    Raises:
        NotAllowed: somebody else wrote it.
    """
    _mark(comment, actor, is_withdrawn=True)


def bring_comment_back(comment: Comment, *, actor: User) -> None:
    _mark(comment, actor, is_withdrawn=False)


@transaction.atomic
def _mark(comment: Comment, actor: User, *, is_withdrawn: bool) -> None:
    require(actor, "comment.withdraw", comment)
    moment = timezone.now() if is_withdrawn else None
    if not Comment.objects.filter(pk=comment.pk, withdrawn_at__isnull=is_withdrawn).update(withdrawn_at=moment):
        return
    deed = "roadmap.comment_withdrawn" if is_withdrawn else "roadmap.comment_brought_back"
    record(deed, comment.line, actor=actor, node_id=comment.line.node_id, comment=str(comment.uid))
