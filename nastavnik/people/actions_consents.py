"""How the journal words the deeds of consents."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "consent.issued": _("Consents were given out"),
    "consent.called_off": _("A consent that nobody had signed was taken back"),
    "consent.signed": _("A consent was signed"),
    "consent.replaced": _("A consent was replaced by a newer one"),
    "consent.put_right": _("A mark that a consent was signed was taken back"),
    "consent.withdrawn": _("A consent was withdrawn"),
    "consent.withdrawal_undone": _("A withdrawal marked by mistake was taken back"),
    "consent.expired": _("A consent ran out"),
    "consent.reminded": _("Signers of consents were reminded"),
    "consent.code_given": _("A code for signing was handed out"),
    "consent.code_ended": _("A code for signing was ended"),
    "consent.code_refused": _("A code for signing did not work"),
    "consent.batch_begun": _("Forms of consents are being made"),
    "consent.batch_taken": _("Forms of consents were taken to be printed"),
    "consent.scans_taken_in": _("Scans of consents were put in"),
    "consent.scan_put": _("A scanned page was put to its consent"),
    "consent.scan_set_aside": _("A scanned page was set aside"),
    "consent.scan_viewed": _("A scan of a consent was looked at"),
}
