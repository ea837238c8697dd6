"""Who is told of what: once, in words of the moment, by a mail server that may be away."""

from __future__ import annotations

import datetime as dt
import smtplib
import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs, notifications
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.base.errors import NotAllowed
from nastavnik.jobs.models import Job
from nastavnik.jobs.runs import Run, claim
from nastavnik.notifications import mail
from nastavnik.notifications.models import Letter, Notice, Preference
from nastavnik.notifications.queries import readings, unread_count
from nastavnik.notifications.services import notices
from nastavnik.org.models import Node
from tests.cast import Cast
from tests.jobs import probes


@notifications.kind("probe.node", subject=_("Sign in"), at_once=True)
class OfNodes(notifications.Kind):
    """Tells of an organisation, to those who may see it."""

    def tell(self, user: User, contexts: list[dict[str, Any]]) -> list[notifications.Told | None]:
        keys = [context["node"] for context in contexts]
        found = Node.objects.visible_to(user, "organisation.view").in_bulk(keys)
        return [notifications.Told(found[key].short_name) if key in found else None for key in keys]


@pytest.fixture(autouse=True)
def awake(cast: Cast) -> None:
    """Nobody has quiet hours: these tests run at any hour of the day."""
    Preference.objects.bulk_create(Preference(user=user, quiet_from=0, quiet_to=0) for user in cast.users.values())


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def tell(cast: Cast, *people: User | None, event: str = "e1", node: Node | None = None) -> int:
    return notifications.queue(
        "probe.node", to=people, event=event, context={"node": (node or cast.school).pk}, node=node or cast.school
    )


class Postman:
    """A real SMTP server that keeps what it gets; ``refusal`` answers each recipient."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.refusal = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # the library's name
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the library's name
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    handler = Postman()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield handler
    controller.stop()


def test_an_event_is_told_once_to_each(cast: Cast) -> None:
    assert tell(cast, cast.curator, cast.director, cast.curator, None) == 2
    assert tell(cast, cast.curator, cast.psychologist) == 1
    assert tell(cast, cast.curator, event="e2") == 1

    told = Notice.objects.order_by("event", "user_id").values_list("event", "user_id")
    expected = sorted(
        (("e1", who.pk) for who in (cast.curator, cast.director, cast.psychologist)), key=lambda e: e[1]
    )
    assert list(told) == [*expected, ("e2", cast.curator.pk)]
    assert Letter.objects.count() == 4


def test_the_database_keeps_an_event_from_being_told_twice(cast: Cast) -> None:
    """Two deeds at once both find nobody told: the constraints decide."""
    tell(cast, cast.curator)
    for model in (Notice, Letter):
        made = model.objects.bulk_create(
            [model(user=cast.curator, kind="probe.node", event="e1")], ignore_conflicts=True
        )
        assert len(made) == 1
        assert model.objects.count() == 1


def test_people_without_an_address_or_an_account_in_use(cast: Cast) -> None:
    User.objects.filter(pk=cast.curator.pk).update(email=None)
    User.objects.filter(pk=cast.director.pk).update(is_active=False)
    for who in (cast.curator, cast.director):
        who.refresh_from_db()

    assert tell(cast, cast.curator, cast.director) == 1
    assert (Notice.objects.get().user, Letter.objects.count()) == (cast.curator, 0)


def test_an_unheard_of_kind_is_a_bug(cast: Cast) -> None:
    with pytest.raises(LookupError):
        notifications.queue("probe.unheard_of", to=[cast.curator], event="e", context={})


def test_letters_go_out_through_a_real_server(cast: Cast, postman: Postman, committed: Callable[[], Any]) -> None:
    with committed():
        tell(cast, cast.curator, cast.director)
    jobs.run_all()

    assert sorted(letter["To"] for letter in postman.got) == ["curator@example.org", "director@example.org"]
    letters = Letter.objects.order_by("user_id")
    assert [(letter.state, letter.attempts, letter.sent_at is not None) for letter in letters] == [
        ("sent", 1, True)
    ] * 2
    first = postman.got[0]
    assert first["Subject"] == str(OfNodes.subject)
    assert cast.school.short_name in first.get_content()
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"].startswith(f"<{letters[0].uid}@")
    assert jobs.run_all() == 0


def test_subject_and_text_are_in_the_recipients_language(cast: Cast, postman: Postman, committed: Any) -> None:
    User.objects.filter(pk=cast.curator.pk).update(language="en")
    with committed():
        tell(cast, cast.curator)
    jobs.run_all()

    assert postman.got[0]["Subject"] == "Sign in"
    assert "Please do not answer it." in postman.got[0].get_content()


def test_whoever_lost_the_right_gets_no_letter_and_no_words(cast: Cast, postman: Postman, committed: Any) -> None:
    with committed():
        tell(cast, cast.curator)
    Grant.objects.filter(user=cast.curator).update(to_on=timezone.localdate())
    jobs.run_all()

    assert postman.got == []
    assert Letter.objects.get().state == "withdrawn"
    (reading,) = readings(cast.curator, list(Notice.objects.all()))
    assert (reading.text, reading.address, reading.is_reachable) == ("", "", False)


def test_a_server_that_is_away_is_asked_again_later(
    cast: Cast, settings: Any, committed: Any, postman: Postman
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nothing listens there
    with committed():
        tell(cast, cast.curator, cast.director)
    before = timezone.now()
    jobs.run_all()

    letters = list(Letter.objects.all())
    assert [(letter.state, letter.fault, letter.attempts) for letter in letters] == [("queued", "away", 1)] * 2
    assert all(dt.timedelta(seconds=59) < letter.due_at - before < dt.timedelta(seconds=75) for letter in letters)
    assert Job.objects.get().state == "done"

    settings.EMAIL_PORT = port
    mail.send_what_waits()
    jobs.run_all()
    assert postman.got == []  # not before their time
    Letter.objects.update(due_at=timezone.now())
    mail.send_what_waits()
    jobs.run_all()
    assert [letter.state for letter in Letter.objects.all()] == ["sent", "sent"]


@pytest.mark.parametrize(("answer", "state"), [("550 no such mailbox", "failed"), ("451 try later", "queued")])
def test_a_refused_recipient_stops_no_other_letter(
    cast: Cast, postman: Postman, committed: Any, answer: str, state: str
) -> None:
    postman.refusal = answer
    with committed():
        tell(cast, cast.curator, cast.director)
    jobs.run_all()

    letters = Letter.objects.values_list("state", "fault", "attempts")
    assert list(letters) == [(state, f"smtp {answer[:3]}", 1)] * 2


def test_after_two_days_of_trying_a_letter_is_given_up(cast: Cast, postman: Postman, committed: Any) -> None:
    postman.refusal = "451 try later"
    with committed():
        tell(cast, cast.curator)
    for _try in mail.DELAYS:
        Letter.objects.update(due_at=timezone.now())
        mail.start_sending()
        jobs.run_all()

    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == ("failed", len(mail.DELAYS))


def test_without_a_mail_server_letters_are_kept(cast: Cast, settings: Any, committed: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with committed():
        tell(cast, cast.curator)
    mail.send_what_waits()

    assert (Letter.objects.get().state, Job.objects.count()) == ("queued", 0)


def test_a_letter_nobody_could_send_for_five_days_is_not_sent_any_more(cast: Cast) -> None:
    tell(cast, cast.curator)
    Letter.objects.update(created_at=timezone.now() - mail.TOO_OLD - dt.timedelta(seconds=1))

    mail.send_what_waits()

    assert Letter.objects.get().state == "expired"
    Letter.objects.update(created_at=timezone.now() - dt.timedelta(days=91))
    assert mail.forget_old_letters() == 1


def test_a_worker_that_died_after_claiming_loses_no_letter(cast: Cast, committed: Any) -> None:
    with committed():
        tell(cast, cast.curator)
    job = claim()
    assert job is not None
    assert len(mail._claim(Run(job))) == 1  # and it is never heard of again

    Job.objects.update(due_at=timezone.now())
    jobs.run_all()
    assert django_mail.outbox == []  # its next try is a minute away
    Letter.objects.update(due_at=timezone.now())
    mail.start_sending()
    jobs.run_all()
    assert [letter.to for letter in django_mail.outbox] == [["curator@example.org"]]


def test_one_job_sends_at_a_time(cast: Cast, committed: Any) -> None:
    for number in range(3):
        with committed():
            tell(cast, cast.curator, event=f"e{number}")

    assert Job.objects.filter(kind=mail.KIND).count() == 1
    jobs.run_all()
    assert Letter.objects.filter(state="sent").count() == 3


def test_no_header_can_be_smuggled_into_a_letter(cast: Cast, monkeypatch: pytest.MonkeyPatch, committed: Any) -> None:
    monkeypatch.setattr(OfNodes, "subject", "Hello\r\nBcc: thief@example.org")
    with committed():
        tell(cast, cast.curator)
    jobs.run_all()

    (sent,) = django_mail.outbox
    assert sent.message()["Subject"] == "Hello Bcc: thief@example.org"
    assert sent.recipients() == ["curator@example.org"]


def test_the_text_of_an_event_never_reaches_a_header(cast: Cast, committed: Any) -> None:
    Node.objects.filter(pk=cast.school.pk).update(short_name="Школа\r\nBcc: thief@example.org")
    with committed():
        tell(cast, cast.curator)
    jobs.run_all()

    message = django_mail.outbox[0].message()
    assert "Школа" not in str(message["Subject"])
    assert message["Bcc"] is None


def test_letters_belong_to_the_region_they_come_from(cast: Cast) -> None:
    tell(cast, cast.curator)
    tell(cast, cast.curator, event="e2", node=cast.other_school)
    notifications.queue("probe.node", to=[cast.curator], event="e3", context={"node": 0})

    assert list(Letter.objects.order_by("event").values_list("node_id", flat=True)) == [
        cast.region.pk,
        cast.other_region.pk,
        cast.region.pk,
    ]
    seen = Letter.objects.visible_to(cast.technical_admin, "outbox.view")
    assert sorted(seen.values_list("event", flat=True)) == ["e1", "e3"]
    for role in set(Role) - {Role.TECHNICAL_ADMIN}:
        assert not Letter.objects.visible_to(cast.users[role], "outbox.view").exists()


def test_notices_are_read_by_their_reader_alone(cast: Cast) -> None:
    tell(cast, cast.curator, cast.director)
    tell(cast, cast.curator, event="e2")
    mine = Notice.objects.visible_to(cast.curator, "notification.view")
    assert unread_count(cast.curator) == mine.count() == 2
    first = mine.order_by("pk")[0]

    with pytest.raises(NotAllowed):
        notices.mark_read(first, actor=cast.director)
    notices.mark_read(first, actor=cast.curator)
    assert unread_count(cast.curator) == 1
    notices.mark_read(first, actor=cast.curator, is_read=False)
    assert notices.mark_all_read(actor=cast.curator) == 2
    assert (unread_count(cast.curator), unread_count(cast.director)) == (0, 1)


def test_the_end_of_long_work_is_told_to_whoever_asked_for_it(cast: Cast) -> None:
    probes.make_table()
    params = {"batch": "a", "size": 1, "part": 1}
    done = jobs.start("probe.copy", actor=cast.curator, node=cast.school, params=params)
    failed = jobs.start("probe.refuse", actor=cast.curator, node=cast.school, params=params)
    jobs.cancel(jobs.start("probe.copy", actor=cast.curator, node=cast.school, params=params), actor=cast.curator)
    jobs.start("probe.copy", actor=None, node=None, params=params)
    jobs.run_all()

    told = readings(cast.curator, list(Notice.objects.order_by("id")))
    assert [(one.notice.kind, one.notice.context["job"], one.text) for one in told] == [
        ("job.done", str(done.uid), "Copying numbers."),
        ("job.failed", str(failed.uid), "Refusing. The paper is of the wrong colour."),
    ]
    assert [one.address for one in told] == [f"/jobs/{done.uid}/", f"/jobs/{failed.uid}/"]
    assert not Letter.objects.exists()


def test_the_code_of_a_fault_is_read_from_whatever_the_server_raises() -> None:
    assert mail._code(smtplib.SMTPRecipientsRefused({"a": (450, b""), "b": (550, b"")})) == 550
    assert mail._code(smtplib.SMTPDataError(554, b"")) == 554
    assert mail._code(smtplib.SMTPServerDisconnected()) == 0
