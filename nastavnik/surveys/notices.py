"""What is told of questionnaires: to whoever is asked, and nothing of their answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.surveys.models import Filling


@notifications.kind("survey.waiting", subject=_("A questionnaire waits for your answers"))
class Waiting(notifications.Kind):
    action = "survey.fill"

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["filling"] for context in contexts]
        rows = Filling.objects.visible_to(user, self.action).filter(uid__in=wanted)
        found = {str(row.uid): row for row in rows.select_related("questionnaire", "node").defer("answers")}
        return [self.told(found[uid]) if uid in found else None for uid in wanted]

    def told(self, filling: Filling) -> Told:
        is_over = filling.state not in (Filling.State.GIVEN, Filling.State.BEGUN)
        return Told(f"{filling.node.short_name}: {filling.questionnaire.title}", is_over=is_over)
