"""What the deeds on partners, their offers and the base of the city refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class PartnerEnded(DomainError):
    code = "partner_ended"
    message = _("This partnership has ended. Take it up again first.")


class OfferMoved(DomainError):
    code = "offer_moved"
    message = _("Somebody has answered this offer already. Open the list again.")


class NotTheirOffer(DomainError):
    code = "offer_of_another"
    message = _("This offer is answered by the organisation that keeps the partner, or by whoever took it up.")


class OpenOffersAbove(DomainError):
    code = "offer_not_open"
    message = _("Only partners of a district or of the region offer something to all schools.")


class NotShown(DomainError):
    code = "mentor_not_shown"
    message = _("This mentor is no longer shown in the base of the city.")


class OwnMentor(DomainError):
    code = "mentor_of_ones_own"
    message = _("This mentor works in your organisation already. Look for the card in your own base.")


class AskMoved(DomainError):
    code = "mentor_ask_moved"
    message = _("This request has been answered or closed already. Open it again.")


class OtherSideAnswers(DomainError):
    code = "mentor_ask_of_other_side"
    message = _("Only the organisation of the mentor answers a request, and only whoever asked takes it back.")
