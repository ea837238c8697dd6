"""A line falls due soon, has fallen due, or has below: what its people are told."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.org.models import Node
from nastavnik.roadmaps.models import Occurrence
from nastavnik.roadmaps.states import waiting_occurrences
from nastavnik.roadmaps.wording import shortened

# More lines than this are told by their number: the plan itself lists them.
MOST = 12


class _OfDates(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        """What is proved by now is left out. 2 queries."""
        named = [uid for context in contexts for uid in context["dates"]]
        seen = Occurrence.objects.visible_to(user, "roadmap.view").filter(uid__in=named)
        reachable = {str(uid) for uid in seen.values_list("uid", flat=True)}
        rows = waiting_occurrences(seen, timezone.localdate()).select_related("line__roadmap__node")
        waiting = {str(row.uid): row for row in rows}
        return [
            _told([waiting[uid] for uid in context["dates"] if uid in waiting])
            if reachable.intersection(context["dates"])
            else None
            for context in contexts
        ]


@notifications.kind("plan.due_soon", subject=gettext_lazy("Lines of your plan fall due soon"))
class DueSoon(_OfDates):
    pass


@notifications.kind("plan.overdue", subject=gettext_lazy("Lines of your plan are overdue"))
class Overdue(_OfDates):
    pass


def _told(rows: list[Occurrence]) -> Told:
    if not rows:
        return Told(_("All of it is done by now."), is_over=True)
    roadmap = rows[0].line.roadmap
    lines = [f"{roadmap.node.short_name}. {shortened(roadmap.title, 80)}"]
    lines += [_item(row) for row in rows[:MOST]]
    left = len(rows) - MOST
    if left > 0:
        lines.append(ngettext("and %(n)s more line", "and %(n)s more lines", left) % {"n": left})
    return Told("\n".join(lines))


def _item(row: Occurrence) -> str:
    day = date_format(row.due_on, "DATE_FORMAT") if row.due_on else ""
    return _("%(line)s (until %(day)s)") % {"line": shortened(str(row.line), 90), "day": day}


@notifications.kind("plan.overdue_below", subject=gettext_lazy("Lines have become overdue in organisations below"))
class OverdueBelow(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        uids = [context["node"] for context in contexts]
        nodes = Node.objects.visible_to(user, "roadmap.oversee").filter(uid__in=uids)
        found = {str(node.uid): node for node in nodes}
        return [_told_of(found.get(context["node"]), context) for context in contexts]


def _told_of(node: Node | None, context: Context) -> Told | None:
    if node is None:
        return None
    lines, places = context["lines"], context["organisations"]
    where = ngettext("in %(n)s organisation", "in %(n)s organisations", places) % {"n": places}
    what = ngettext("%(n)s line has just become overdue", "%(n)s lines have just become overdue", lines) % {
        "n": lines
    }
    return Told(_("%(node)s: %(what)s %(where)s.") % {"node": node.short_name, "what": what, "where": where})
