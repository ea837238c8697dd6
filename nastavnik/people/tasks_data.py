"""What is done later for the data of people: looking for cards of one person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.org.models import Node
from nastavnik.people.models import Person
from nastavnik.people.services import likenesses

SEARCH = "people.likenesses"
# A base of so many is looked through while the page waits.
AT_ONCE = 1500


@jobs.kind(SEARCH, title=_("Looking for cards of one person"), action="person.merge")
class Search(jobs.Kind):
    def chunk(self, run: jobs.Run) -> bool:
        node = Node.objects.get(uid=run.params["node"])
        with run.writing():
            found = likenesses.look(node)
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
