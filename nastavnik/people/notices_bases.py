"""What is told of bases that are taken out."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.org.models import Node


@notifications.kind("base.export_refused", subject=_("Unusually many people were to be taken out"), at_once=True)
class ExportRefused(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["node"] for context in contexts]
        nodes = {str(n.uid): n for n in Node.objects.visible_to(user, "leak.report").filter(uid__in=wanted)}
        people = {str(who.uid): who for who in User.objects.filter(uid__in=[c["user"] for c in contexts])}
        return [self._told(context, nodes, people) for context in contexts]

    def _told(self, context: Context, nodes: dict[str, Node], people: dict[str, User]) -> Told | None:
        node = nodes.get(context["node"])
        if node is None:
            return None
        who = people.get(context["user"])
        words = gettext("%(who)s, %(node)s: %(n)s people. The file was not given.")
        return Told(words % {"who": who or "—", "node": node.short_name, "n": context["rows"]})
