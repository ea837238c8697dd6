"""Consents: given out, signed, withdrawn, reminded of.

What follows from a signature or from its end (gates, figures, published cards) happens in the same transaction: no
page, export or feed shows more than is allowed from that moment on.
"""

from nastavnik.people.services.consent_rows import when_ended
from nastavnik.people.services.giving import call_off, first_representatives, issue
from nastavnik.people.services.reminding import remind
from nastavnik.people.services.signing import put_right, sign_on_paper, sign_simply
from nastavnik.people.services.withdrawal_undoing import undo_withdrawal
from nastavnik.people.services.withdrawing import withdraw

__all__ = [
    "call_off",
    "first_representatives",
    "issue",
    "put_right",
    "remind",
    "sign_on_paper",
    "sign_simply",
    "undo_withdrawal",
    "when_ended",
    "withdraw",
]  # fmt: skip
