"""What is told of the data of people. No name stands in a notice: a keeper reads the seat."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.org.models import Node
from nastavnik.people.models import DataRequest, Erasure


class _OfRequests(notifications.Kind):
    action = "data_request.view"

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["request"] for context in contexts]
        rows = DataRequest.objects.visible_to(user, self.action).filter(uid__in=wanted).select_related("person")
        found = {str(row.uid): row for row in rows.defer("person__card", "words", "answer")}
        return [self.told(found[uid]) if uid in found else None for uid in wanted]

    def told(self, asked: DataRequest) -> Told:
        words = gettext("Seat No. %(seat)s: %(what)s, until %(due)s") % {
            "seat": asked.person.seat,
            "what": asked.get_kind_display(),
            "due": date_format(asked.due_on, "d.m.Y"),
        }
        return Told(words, is_over=asked.state != DataRequest.State.OPEN)


@notifications.kind("data_request.asked", subject=_("Somebody asks about their data"), at_once=True)
class Asked(_OfRequests):
    """To the keepers, when it is asked."""


@notifications.kind("data_request.due", subject=_("A request about one's data is to be answered soon"))
class Due(_OfRequests):
    """To the keepers, three working days before the end of the term."""


@notifications.kind("data_request.answered", subject=_("Your request about your data is answered"))
class Answered(_OfRequests):
    """To whoever asked. The answer itself stands on the page."""

    def told(self, asked: DataRequest) -> Told:
        return Told(f"{asked.get_kind_display()}: {asked.get_state_display()}")


@notifications.kind("erasure.made", subject=_("Data whose time is over were destroyed"))
class Erased(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["erasure"] for context in contexts]
        rows = Erasure.objects.visible_to(user, "erasure.view").filter(uid__in=wanted)
        found = {str(row.uid): row for row in rows}
        return [
            Told(gettext("People: %(count)s. Sign the act.") % {"count": found[uid].count}) if uid in found else None
            for uid in wanted
        ]


@notifications.kind("leak.alarm", subject=_("Unusually many cards of people were opened or taken"), at_once=True)
class Alarm(notifications.Kind):
    """To the data protection officer and the head: the account stands in the report."""

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        nodes = Node.objects.visible_to(user, "leak.report").in_bulk([context["node"] for context in contexts])
        return [
            Told(
                gettext("%(node)s: cards opened within an hour: %(cards)s, rows taken: %(rows)s.")
                % {"node": nodes[context["node"]].short_name, "cards": context["cards"], "rows": context["rows"]}
            )
            if context["node"] in nodes
            else None
            for context in contexts
        ]
