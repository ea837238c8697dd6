"""What is told of partners: offers, answers to them, agreements that run out."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.notifications.kinds import Context, Told
from nastavnik.people.models import Offer, Partner


class _OfOffers(notifications.Kind):
    action = "partner.view"

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["offer"] for context in contexts]
        rows = Offer.objects.visible_to(user, self.action).filter(uid__in=wanted)
        found = {str(row.uid): row for row in rows.select_related("partner", "taken_by").defer("partner__contact")}
        return [self.told(found[uid]) if uid in found else None for uid in wanted]

    def told(self, offer: Offer) -> Told:
        who = f" — {offer.taken_by.short_name}" if offer.taken_by else ""
        return Told(f"{offer.get_kind_display()}: {offer.get_state_display()}{who}")


@notifications.kind("offer.made", subject=_("A partner offers something"))
class Made(_OfOffers):
    def told(self, offer: Offer) -> Told:
        words = gettext("%(partner)s: %(kind)s") % {"partner": offer.partner.name, "kind": offer.get_kind_display()}
        return Told(words, is_over=offer.state != Offer.State.OFFERED)


@notifications.kind("offer.answered", subject=_("Your offer was answered"))
class Answered(_OfOffers):
    """The answer and who took it up."""


@notifications.kind("partner.agreement_ends", subject=_("An agreement with a partner runs out"))
class AgreementEnds(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        wanted = [context["partner"] for context in contexts]
        rows = Partner.objects.visible_to(user, "partner.edit").filter(uid__in=wanted).defer("contact")
        found = {str(row.uid): row for row in rows}
        return [self.told(found[c["partner"]], c) if c["partner"] in found else None for c in contexts]

    def told(self, partner: Partner, context: Context) -> Told:
        until = partner.agreement_until
        words = gettext("%(partner)s: until %(day)s") % {
            "partner": partner.name,
            "day": date_format(until, "DATE_FORMAT") if until else "—",
        }
        # Renewed or ended meanwhile.
        return Told(words, is_over=bool(partner.ended_on) or until is None or until.isoformat() != context["until"])
