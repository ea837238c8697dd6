"""What is told of the selection of mentors: checks that run out. A seat number stands in it, never a name."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.people.models import ReadinessFact
from nastavnik.people.readiness_kinds import titles


@notifications.kind("readiness.expiring", subject=_("A check of a mentor runs out"))
class Expiring(notifications.Kind):
    action = "readiness.edit"

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["fact"] for context in contexts]
        rows = ReadinessFact.objects.visible_to(user, self.action).filter(uid__in=wanted).select_related("person")
        found = {str(row.uid): row for row in rows.defer("person__card", "basis")}
        words = titles()
        return [self.told(found[uid], words) if uid in found else None for uid in wanted]

    def told(self, fact: ReadinessFact, words: dict[str, str]) -> Told:
        said = gettext("Seat No. %(seat)s: %(what)s counts until %(day)s") % {
            "seat": fact.person.seat,
            "what": words.get(fact.kind, fact.kind),
            "day": date_format(fact.expires_on, "DATE_FORMAT") if fact.expires_on else "",
        }
        return Told(said, is_over=fact.withdrawn_at is not None)
