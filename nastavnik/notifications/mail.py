"""The e-mail channel: letters of the outbox, sent by a job of the system, tried again when the server is away.

A letter is claimed before it is sent, so a killed worker's letters wait for their next try and are not lost. Its
Message-ID never changes: should the worker die between the server's "yes" and our note of it, the second copy is
known for what it is.
"""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.base.uids import new_uid
from nastavnik.jobs.models import OPEN, Job
from nastavnik.notifications import digest
from nastavnik.notifications.kinds import address_of
from nastavnik.notifications.models import Letter
from nastavnik.notifications.queries import Reading, preferences_of, readings
from nastavnik.notifications.zones import zones_of

log = logging.getLogger(__name__)

KIND = "letters.send"
BATCH = 20
# After each failure the next try comes later; the last one about two days after the first.
DELAYS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 180, 480, 960, 1440))
TOO_OLD = dt.timedelta(days=5)
PERMANENT = 500  # and above: the server will never take this letter


class Away(Exception):
    """The mail server cannot be reached: no use to try the next letter."""


def works() -> bool:
    """Whether letters leave this installation; otherwise they are kept and shown."""
    return "dummy" not in settings.EMAIL_BACKEND


def start_sending() -> Job | None:
    """Start the job that sends, unless one is at it or nothing waits. Called on commit and by the clock."""
    if not works() or not _due().exists() or Job.objects.filter(kind=KIND, state__in=OPEN).exists():
        return None
    return jobs.start(KIND, actor=None, node=None, key=f"{KIND}:{new_uid()}")


@jobs.every(seconds=30)
def send_what_waits() -> None:
    waiting = Letter.objects.filter(state__in=(Letter.State.QUEUED, Letter.State.FOR_DIGEST))
    waiting.filter(created_at__lt=timezone.now() - TOO_OLD).update(state=Letter.State.EXPIRED)
    if works():
        digest.gather()
    start_sending()


@jobs.every(seconds=24 * 3600)
def forget_old_letters() -> int:
    """A letter is kept for ninety days, as proof that it was sent."""
    return Letter.objects.filter(created_at__lt=timezone.now() - dt.timedelta(days=90)).delete()[0]


@jobs.kind(KIND, title=_("Sending letters"), action="outbox.view")
class SendLetters(jobs.Kind):
    def chunk(self, run: jobs.Run) -> bool:
        letters = _claim(run)
        if not letters:
            return True
        try:
            _send_all(letters)
        except Away:
            return True
        return False


def _due() -> QuerySet[Letter]:
    return Letter.objects.filter(state=Letter.State.QUEUED, due_at__lte=timezone.now())


def _claim(run: jobs.Run) -> list[Letter]:
    """The next letters, each with its next try already set: whoever dies from here on loses none."""
    with run.writing():
        letters: list[Letter] = []
        while not letters and (due := list(_due().select_related("user").order_by("due_at", "id")[:BATCH])):
            letters = _without_quiet(due)
        for letter in letters:
            delay = DELAYS[min(letter.attempts, len(DELAYS) - 1)]
            letter.attempts += 1
            letter.due_at = timezone.now() + delay
        Letter.objects.bulk_update(letters, ["attempts", "due_at"])
        run.advance(done=run.job.done + len(letters), cursor=letters[-1].pk if letters else run.cursor)
    return letters


def _without_quiet(letters: list[Letter]) -> list[Letter]:
    """Those that may arrive now; the others wait for the end of their reader's quiet hours."""
    now, readers = timezone.now(), {letter.user_id for letter in letters}
    ways, zones = preferences_of(readers), zones_of(readers)
    moments = {letter.pk: ways[letter.user_id].hours.after_quiet(now, zones[letter.user_id]) for letter in letters}
    quiet = [letter for letter in letters if moments[letter.pk] > now]
    for letter in quiet:
        letter.due_at = moments[letter.pk]
    Letter.objects.bulk_update(quiet, ["due_at"])
    return [letter for letter in letters if moments[letter.pk] == now]


def _send_all(letters: list[Letter]) -> None:
    """Raises: Away: the server cannot be reached; what was not sent is tried again later."""
    connection = get_connection()
    try:
        try:
            connection.open()
        except (OSError, SMTPException) as error:
            log.warning("mail server away error=%s", type(error).__name__)
            for letter in letters:
                _note_failure(letter, "away", for_good=False)
            raise Away from error
        for letter in letters:
            _send(letter, connection)
    finally:
        connection.close()


def _send(letter: Letter, connection: BaseEmailBackend) -> None:
    if not _mine(letter).exists():  # we were held up, and somebody else has taken it over
        return
    if not letter.user.is_active or not letter.user.email:
        _note(letter, Letter.State.WITHDRAWN)
        return
    with translation.override(letter.user.language or settings.LANGUAGE_CODE):
        (reading,) = readings(letter.user, [letter])
        if not reading.is_reachable:
            _note(letter, Letter.State.WITHDRAWN)
            return
        message = _message(letter, reading, connection)
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPResponseException) as error:
        code = _code(error)
        _note_failure(letter, f"smtp {code}", for_good=code >= PERMANENT)
    except (OSError, SMTPException) as error:
        _note_failure(letter, "away", for_good=False)
        raise Away from error
    else:
        _note(letter, Letter.State.SENT)


def _message(letter: Letter, reading: Reading, connection: BaseEmailBackend) -> EmailMessage:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    title = "" if letter.kind == digest.NAME else reading.subject
    parts = [title, reading.text, settings.PUBLIC_URL + reading.address if reading.address else ""]
    choice = settings.PUBLIC_URL + address_of("notices.settings", {})
    closing = "\n".join(
        (
            gettext("This letter was sent by Nastavnik. Please do not answer it."),
            gettext("Which letters you get and when, you choose here: %(address)s") % {"address": choice},
        )
    )
    return EmailMessage(
        subject=" ".join(reading.subject.split()),
        body="\n\n".join([*filter(None, parts), closing]) + "\n",
        to=[letter.user.email or ""],
        headers={
            "Message-ID": f"<{letter.uid}@{host}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{choice}>",
        },
        connection=connection,
    )


def _code(error: SMTPException) -> int:
    if isinstance(error, SMTPRecipientsRefused):
        return max((code for code, _text in error.recipients.values()), default=0)
    return int(error.smtp_code) if isinstance(error, SMTPResponseException) else 0


def _note_failure(letter: Letter, fault: str, *, for_good: bool) -> None:
    over = for_good or letter.attempts >= len(DELAYS)
    _note(letter, Letter.State.FAILED if over else Letter.State.QUEUED, fault)


def _note(letter: Letter, state: str, fault: str = "") -> None:
    sent_at = timezone.now() if state == Letter.State.SENT else None
    if _mine(letter).update(state=state, fault=fault, sent_at=sent_at) and state != Letter.State.QUEUED:
        letter.carried.filter(state=Letter.State.FOR_DIGEST).update(state=state, fault=fault, sent_at=sent_at)


def _mine(letter: Letter) -> QuerySet[Letter]:
    return Letter.objects.filter(pk=letter.pk, attempts=letter.attempts, state=Letter.State.QUEUED)
