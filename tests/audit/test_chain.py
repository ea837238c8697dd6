"""The journal: what is written, what is found out, and many writers at once."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nastavnik.accounts.models import User
from nastavnik.audit.chain import Anchor, Fault, anchor, verify
from nastavnik.audit.macs import canonical, event_mac
from nastavnik.audit.models import Chain, Event
from nastavnik.audit.record import record, timeline
from nastavnik.audit.sealer import seal
from tests.cast import Cast


def write(count: int) -> list[Event]:
    return [record("test.done", None, actor=None, number=number) for number in range(count)]


@pytest.fixture
def sealed(db: None) -> list[Event]:
    events = write(7)
    seal()
    return events


def faults(expected: Anchor | None = None) -> list[Fault]:
    return list(verify(expected))


class TestFaults:
    def test_an_untouched_journal_is_whole(self, sealed: list[Event]) -> None:
        assert faults() == []
        assert faults(anchor()) == []
        assert anchor().count == 7

    def test_an_edit_is_found(self, sealed: list[Event]) -> None:
        Event.objects.filter(pk=sealed[3].pk).update(actor_id=99)

        assert faults() == [Fault("broken", "4"), Fault("edited", "4")]

    def test_an_edit_with_a_mac_made_anew_is_found_by_the_chain(self, sealed: list[Event]) -> None:
        forged = Event.objects.get(pk=sealed[3].pk)
        forged.facts = {"number": 100}
        forged.mac = event_mac(forged)
        forged.save()

        assert faults() == [Fault("broken", "4")]

    def test_a_deletion_is_found(self, sealed: list[Event]) -> None:
        Event.objects.filter(pk=sealed[3].pk).delete()

        assert faults() == [Fault("missing", "4-4")]

    def test_a_deletion_with_the_numbers_closed_up_is_found(self, sealed: list[Event]) -> None:
        Event.objects.filter(pk=sealed[3].pk).delete()
        for event in Event.objects.filter(number__gt=4).order_by("number"):
            Event.objects.filter(pk=event.pk).update(number=event.number - 1)

        found = faults()

        assert Fault("broken", "4") in found
        assert Fault("head", "6") in found

    def test_an_insertion_is_found(self, sealed: list[Event]) -> None:
        Event.objects.create(action="test.done", mac="0" * 64, number=8, chain="0" * 64)
        Chain.objects.update(count=8, mac="0" * 64)

        assert {fault.kind for fault in faults()} == {"broken", "edited"}

    def test_a_swap_is_found(self, sealed: list[Event]) -> None:
        Event.objects.filter(pk=sealed[2].pk).update(number=None)
        Event.objects.filter(pk=sealed[4].pk).update(number=3)
        Event.objects.filter(pk=sealed[2].pk).update(number=5)

        assert Fault("broken", "3") in faults()

    def test_a_cut_tail_is_found_by_the_anchor_alone(self, sealed: list[Event]) -> None:
        kept = anchor()
        fifth = Event.objects.get(number=5)
        Event.objects.filter(number__gt=5).delete()
        Chain.objects.update(count=5, mac=fifth.chain)

        assert faults() == []
        assert faults(kept) == [Fault("anchor", "5")]

    def test_a_tail_cut_and_grown_again_is_found_by_the_anchor(self, sealed: list[Event]) -> None:
        kept = anchor()
        fifth = Event.objects.get(number=5)
        Event.objects.filter(number__gt=5).delete()
        Chain.objects.update(count=5, mac=fifth.chain)
        write(4)
        seal()

        assert faults(kept) == [Fault("anchor", "9")]

    def test_an_older_anchor_fits_a_journal_that_grew(self, sealed: list[Event]) -> None:
        kept = anchor()
        write(3)
        seal()

        assert faults(kept) == []

    def test_a_forged_event_that_waits_is_found_and_never_sealed(self, sealed: list[Event]) -> None:
        forged = Event.objects.create(action="test.done", mac="0" * 64)
        seal()

        assert faults() == [Fault("forged", str(forged.uid))]

    def test_an_event_that_waits_too_long_is_found(self, db: None, time_machine) -> None:
        [event] = write(1)
        assert faults() == []

        time_machine.move_to(timezone.now() + dt.timedelta(seconds=61))

        assert faults() == [Fault("unsealed", str(event.uid))]

    def test_another_key_does_not_fit(self, sealed: list[Event], settings) -> None:
        settings.NASTAVNIK_AUDIT_KEY = "another"

        assert {fault.kind for fault in faults()} == {"broken", "edited"}

    @pytest.mark.parametrize("text", ["", "7", "x:" + "0" * 64, "7:short"])
    def test_an_anchor_that_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError):  # noqa: PT011  # int() has its own words
            Anchor.read(text)


class TestRecord:
    def test_an_event_holds_ids_and_the_acting_role(self, cast: Cast) -> None:
        event = record("test.done", cast.curator, actor=cast.director, node_id=cast.school.pk, fields=["title"])

        assert (event.actor_id, event.object_type, event.object_id) == (
            cast.director.pk,
            "accounts.User",
            cast.curator.pk,
        )
        assert event.facts == {"fields": ["title"]}
        assert list(timeline(cast.curator)) == [event]
        assert list(timeline(cast.director)) == []

    @pytest.mark.parametrize("value", ["Мария", "a@example.org", "x" * 201, ["Мария"]])
    def test_values_do_not_get_in(self, db: None, value: object) -> None:
        with pytest.raises(ValueError, match="looks like a value"):
            record("test.done", None, actor=None, value=value)

        assert Event.objects.count() == 0

    def test_a_deed_that_fails_leaves_no_event(self, transactional_db: None) -> None:
        @transaction.atomic
        def deed() -> None:
            write(1)
            raise RuntimeError

        with pytest.raises(RuntimeError):
            deed()

        assert Event.objects.count() == 0

    def test_a_deed_fails_when_its_event_cannot_be_written(self, cast: Cast) -> None:
        @transaction.atomic
        def deed() -> None:
            User.objects.filter(pk=cast.curator.pk).update(language="en")
            record("test.done", cast.curator, actor=None, note="Имя")

        with pytest.raises(ValueError, match="looks like"):
            deed()

        cast.curator.refresh_from_db()
        assert cast.curator.language == ""


NAMES = st.from_regex(r"[a-z_]{1,10}", fullmatch=True)
FACTS = st.dictionaries(NAMES, st.integers(-(2**53), 2**53) | st.text("abc-_.", max_size=9))


class TestCanonical(TestCase):
    @given(FACTS)
    def test_what_was_written_reads_back_to_the_same_bytes(self, facts: dict[str, int | str]) -> None:
        event = Event(action="test.done", facts=facts)
        event.mac = event_mac(event)
        event.save()
        read = Event.objects.get(pk=event.pk)

        assert canonical(read) == canonical(event)
        assert event_mac(read) == read.mac


def test_many_writers_and_two_sealers_make_one_chain(transactional_db: None) -> None:
    """8 writers × 15 events with 2 sealers beside them: nothing lost, nothing twice, the chain whole."""
    failures: list[Exception] = []

    def guarded(work) -> None:
        try:
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    def writer() -> None:
        for number in range(15):
            with transaction.atomic():
                record("test.done", None, actor=None, number=number)

    def sealer() -> None:
        for _ in range(20):
            seal()

    threads = [threading.Thread(target=guarded, args=[work]) for work in [writer] * 8 + [sealer] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal()

    assert failures == []
    assert anchor().count == Event.objects.count() == 120
    assert faults(anchor()) == []
