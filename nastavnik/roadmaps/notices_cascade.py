"""What comes from above: lines, a new edition of the plan above, a request. Told to curators, heads, coordinators."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.roadmaps.models import HandedLine, PlanRequest
from nastavnik.roadmaps.wording import shortened


class _FromAbove(notifications.Kind):
    """Tells of rows that the recipient reaches: a plan above itself is out of the reach of those below."""

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        uids = {context["roadmap"] for context in contexts}
        rows = HandedLine.objects.visible_to(user, "roadmap.view").filter(parent__uid__in=uids)
        told: dict[str, tuple[str, str, set[int]]] = {}
        for uid, title, place, line in rows.values_list(
            "parent__uid", "parent__title", "parent__node__short_name", "parent_line"
        ):
            told.setdefault(str(uid), (title, place, set()))[2].add(line)
        return [self._told(told.get(context["roadmap"])) for context in contexts]

    def _told(self, found: tuple[str, str, set[int]] | None) -> Told | None:
        if found is None:
            return None
        title, place, lines = found
        return Told(self.sentence(place, shortened(title, 160), len(lines)))

    def sentence(self, place: str, title: str, lines: int) -> str:
        raise NotImplementedError


@notifications.kind("plan.handed", subject=gettext_lazy("Lines have come from above for your plan"))
class Handed(_FromAbove):
    def sentence(self, place: str, title: str, lines: int) -> str:
        words = ngettext("%(place)s, “%(title)s”: %(n)s line.", "%(place)s, “%(title)s”: %(n)s lines.", lines)
        return words % {"place": place, "title": title, "n": lines}


@notifications.kind("plan.changed_above", subject=gettext_lazy("The plan above has a new edition"))
class ChangedAbove(_FromAbove):
    def sentence(self, place: str, title: str, lines: int) -> str:
        return _("%(place)s, “%(title)s”: look at what changes for your plan.") % {"place": place, "title": title}


@notifications.kind("plan.recalled", subject=gettext_lazy("Lines from above have been recalled"))
class PlanRecalled(_FromAbove):
    def sentence(self, place: str, title: str, lines: int) -> str:
        words = _("%(place)s, “%(title)s”: the plan above has gone. What you have done stays in your plan.")
        return words % {"place": place, "title": title}


@notifications.kind("plan.request", subject=gettext_lazy("You are asked for something about the plan"))
class Requested(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        asked = PlanRequest.objects.visible_to(user, "roadmap.view").select_related("sender")
        rows = asked.filter(sender__uid__in={context["sender"] for context in contexts}).order_by("pk")
        found = {(row.kind, str(row.sender.uid)): row for row in rows}
        return [_asked(found.get((context["kind"], context["sender"]))) for context in contexts]


def _asked(request: PlanRequest | None) -> Told | None:
    if request is None:
        return None
    # What somebody typed does not leave by mail; the page of the lines from above shows it.
    return Told(_("%(who)s asks: %(what)s.") % {"who": request.sender.short_name, "what": request.get_kind_display()})
