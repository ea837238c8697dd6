"""What is told of requests for mentors: between the organisations, never to the mentor. No notice names anybody."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.people.models import MentorAsk


class _OfAsks(notifications.Kind):
    action = "city_base.ask"

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["ask"] for context in contexts]
        rows = MentorAsk.objects.visible_to(user, self.action).filter(uid__in=wanted).defer("message", "answer")
        found = {str(row.uid): row for row in rows.select_related("from_node", "to_node")}
        return [self.told(found[uid]) if uid in found else None for uid in wanted]

    def told(self, ask: MentorAsk) -> Told:
        return Told(f"{ask.to_node.short_name}: {ask.get_state_display()}", is_over=ask.state == MentorAsk.State.SENT)


@notifications.kind("mentor_ask.sent", subject=_("Another school asks for your mentor"))
class Sent(_OfAsks):
    def told(self, ask: MentorAsk) -> Told:
        words = gettext("%(school)s asks. Answer on the page of the request.") % {"school": ask.from_node.short_name}
        return Told(words, is_over=ask.state != MentorAsk.State.SENT)


@notifications.kind("mentor_ask.answered", subject=_("Your request for a mentor was answered"))
class Answered(_OfAsks):
    """The answer, or that the mentor is no longer shown."""
