"""Letters of the account itself: they carry a secret, so they go straight to the mail server and to no outbox."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def new_password(link: str) -> Letter:
    return Letter(
        _("A new password"),
        _(
            "Somebody asked for a new password for this address.\n"
            "\n"
            "To set one, open this link. It works once:\n"
            "%(link)s\n"
            "\n"
            "If it was not you, do nothing: the password stays as it is."
        )
        % {"link": link},
    )


def invitation(link: str) -> Letter:
    return Letter(
        _("An invitation to the mentoring platform"),
        _(
            "You are invited to the platform on which the mentoring programme is run.\n"
            "\n"
            "To come in, open this link. It works once, for 72 hours:\n"
            "%(link)s\n"
            "\n"
            "If you did not expect this letter, do nothing."
        )
        % {"link": link},
    )


def send(letter: Letter, *, to: str) -> None:
    """Send after the transaction. In a thread: how long the mail server takes must not tell which addresses exist."""
    message = EmailMessage(letter.subject, letter.body, to=[to])
    if settings.NASTAVNIK_PROFILE == "test":
        transaction.on_commit(lambda: _deliver(message))
    else:
        transaction.on_commit(lambda: threading.Thread(target=_deliver, args=[message], daemon=True).start())


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:
        # The address stays out of the log; whoever waits for the letter asks again.
        log.exception("letter not sent")
