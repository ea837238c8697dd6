"""What is told of consents. No name stands in a notice: a curator reads the seat, a signer their own matter."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.org import reference
from nastavnik.people.models import Consent
from nastavnik.people.models.consents import PENDING, ConsentState


class _OfConsents(notifications.Kind):
    action = "consent.edit"

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["consent"] for context in contexts]
        rows = Consent.objects.visible_to(user, self.action).filter(uid__in=wanted).select_related("person", "node")
        found = {str(row.uid): row for row in rows.defer("person__card", "proof")}
        titles = reference.titles("consent_types")
        return [self.told(found[uid], titles) if uid in found else None for uid in wanted]

    def told(self, consent: Consent, titles: dict[str, str]) -> Told:
        purpose = titles.get(consent.kind, consent.kind)
        return Told(_("Seat No. %(seat)s: %(purpose)s") % {"seat": consent.person.seat, "purpose": purpose})


@notifications.kind("consent.withdrawn", subject=gettext_lazy("A consent has been withdrawn"), at_once=True)
class Withdrawn(_OfConsents):
    def told(self, consent: Consent, titles: dict[str, str]) -> Told:
        return Told(_("A consent has been withdrawn: seat No. %(seat)s") % {"seat": consent.person.seat})


@notifications.kind(
    "consent.of_age", subject=gettext_lazy("A participant has come of age: a consent of their own is needed")
)
class OfAge(_OfConsents):
    def told(self, consent: Consent, titles: dict[str, str]) -> Told:
        said = super().told(consent, titles)
        return Told(said.text, is_over=consent.state not in PENDING)


@notifications.kind("consent.waiting", subject=gettext_lazy("A consent waits for your signature"))
class Waiting(_OfConsents):
    """To the signer: of the organisation and the purpose."""

    action = "consent.sign"

    def told(self, consent: Consent, titles: dict[str, str]) -> Told:
        purpose = titles.get(consent.kind, consent.kind)
        return Told(f"{consent.node.short_name}: {purpose}", is_over=consent.state != ConsentState.ISSUED)
