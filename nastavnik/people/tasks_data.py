"""What is done later for the data of people: cards of one person, the ends of terms, unusual looks."""

from __future__ import annotations

import contextlib
import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.org.models import Node
from nastavnik.people import leaks, retention
from nastavnik.people.models import Erasure, Person
from nastavnik.people.refusals_data import NothingToErase
from nastavnik.people.services import destruction, likenesses, requests, tidying
from nastavnik.people.services.likenesses import AT_ONCE, SEARCH
from nastavnik.people.services.persons import lock_base


@jobs.kind(SEARCH, title=_("Looking for cards of one person"), action="person.merge")
class Search(jobs.Kind):
    def chunk(self, run: jobs.Run) -> bool:
        node = Node.objects.get(uid=run.params["node"])
        # A minute of work for a large base: nobody waits for it to write.
        pairs = likenesses.pairs(likenesses.cards_of(node))
        with run.writing():
            found = likenesses.propose(node, pairs)
            run.advance(cursor={"found": found}, done=1, total=1)
        return True


def search(node: Node, *, actor: User) -> int | None:
    """Look for pairs in the base of ``node``; gives how many are new, None where a job looks for them.

    Raises: NotAllowed.
    """
    require(actor, "person.merge", node)
    record("likeness.searched", None, actor=actor, node_id=node.pk)
    if Person.objects.living().filter(node=node).count() <= AT_ONCE:
        return likenesses.look(node)
    jobs.start(SEARCH, actor=actor, node=node, params={"node": str(node.uid)})
    return None


@jobs.kind(destruction.JOB, title=_("Destroying data whose time is over"), action="erasure.run")
class Destroy(jobs.Kind):
    """Each piece is destroyed whole or not at all; the act is drawn up of all of them at the end."""

    def chunk(self, run: jobs.Run) -> bool:
        act = Erasure.objects.select_related("node").filter(uid=run.params["act"], count=0).first()
        if act is None:
            return True
        with run.writing():
            lock_base(act.node)
            if not Erasure.objects.filter(pk=act.pk, count=0).exists():  # somebody else has finished it
                return True
            left = destruction.go_on(act, run.owner, dt.date.fromisoformat(run.params["on"]))
            if not left:
                destruction.finish(act, run.owner)
            done = act.lines.exclude(what=[]).count() if act.pk else 0
            run.advance(cursor={"left": left}, done=done, total=done + left)
        return not left


@jobs.every(seconds=3600)
def look_at_terms() -> int:
    """Destroy what the table of terms says, and remind of requests; gives how many acts are begun or on the way."""
    today = timezone.localdate()
    tidying.tidy()
    requests.remind(today)
    done = 0
    waiting = Erasure.objects.filter(count=0).values_list("node", flat=True)
    for node in Node.objects.filter(pk__in=retention.nodes_due(today) | set(waiting)).order_by("pk"):
        with contextlib.suppress(NothingToErase):
            destruction.run(node, None, today)
            done += 1
    return done


@jobs.every(seconds=300)
def look_at_sights() -> int:
    return leaks.watch()
