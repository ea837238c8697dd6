"""What lists and cards of partners show of a row."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from nastavnik.people.models import Offer, Partner
from nastavnik.people.services.partners import WARNED_DAYS

OFFER_TONES: dict[str, str] = {
    Offer.State.OFFERED: "info", Offer.State.ACCEPTED: "success", Offer.State.DECLINED: "plain",
    Offer.State.ENDED: "plain",
}  # fmt: skip


def agreement_look(partner: Partner, on: dt.date) -> tuple[str, str]:
    """Tone and words of where the agreement stands on ``on``."""
    until = partner.agreement_until
    if not (partner.agreement_id or partner.agreement_words):
        return "plain", _("not written down")
    if until is None:
        return "success", _("without a term")
    if until < on:
        return "danger", _("has ended")
    return ("warning", _("runs out")) if until <= on + dt.timedelta(days=WARNED_DAYS) else ("success", _("in force"))
