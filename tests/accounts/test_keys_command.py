"""`nastavnik keys`: the drill of a lost key, another master key, a new key for an organisation."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nastavnik.accounts.keyring import care, ring
from nastavnik.accounts.models import DataKey
from nastavnik.audit.models import Event
from nastavnik.base.errors import DomainError
from tests.cast import Cast

TEXT = "Анна Ким"


@pytest.fixture(autouse=True)
def empty_memory() -> Iterator[None]:
    ring.forget()
    yield
    ring.forget()


@pytest.fixture
def token(cast: Cast) -> str:
    """A text sealed by the school; the region next door has a key too."""
    ring.key_for(cast.region.pk)
    return ring.seal(TEXT, node_id=cast.school.pk, bound_to="x")


def keys(*words: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("keys", *words, stdout=out)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def refused_check() -> tuple[dict[str, Any], CommandError]:
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("keys", "check", stdout=out)
    return json.loads(out.getvalue()), refusal.value


def test_when_every_key_opens_the_counts_are_printed(token: str) -> None:
    assert keys("check") == {
        "whole": True, "keys": 2, "sealing": 2, "to_rewrap": 0, "lost": 0, "changed": 0, "faults": [],
    }  # fmt: skip


def test_the_drill_a_lost_master_key_is_told_and_its_second_copy_opens_all(token: str, settings: Any) -> None:
    kept = settings.NASTAVNIK_MASTER_KEY
    settings.NASTAVNIK_MASTER_KEY = "another"
    report, refusal = refused_check()

    assert (report["whole"], report["keys"], report["lost"], report["changed"]) == (False, 2, 2, 0)
    assert {fault["fault"] for fault in report["faults"]} == {"lost"}
    assert refusal.returncode == 2
    assert "NASTAVNIK_MASTER_KEY" in str(refusal)
    ring.forget()  # a process that starts now holds no keys in memory
    with pytest.raises(ring.KeyLost):
        ring.unseal(token, bound_to="x")

    settings.NASTAVNIK_MASTER_KEY = kept
    assert keys("check")["whole"]
    assert ring.unseal(token, bound_to="x") == TEXT


def test_a_key_that_was_changed_is_told_with_its_organisation(token: str, cast: Cast) -> None:
    row = DataKey.objects.get(node=cast.school)
    DataKey.objects.filter(pk=row.pk).update(wrapped=bytes(row.wrapped)[:-1] + bytes([bytes(row.wrapped)[-1] ^ 1]))
    report, refusal = refused_check()

    assert report["faults"] == [{"key": str(row.uid), "node": cast.school.path, "fault": "changed"}]
    assert (report["lost"], report["changed"], refusal.returncode) == (0, 1, 2)


def test_another_master_key_takes_over_and_the_former_may_go(token: str, settings: Any) -> None:
    settings.NASTAVNIK_MASTER_KEY = f"new,{settings.NASTAVNIK_MASTER_KEY}"
    assert keys("check")["to_rewrap"] == 2
    assert [keys("rewrap"), keys("rewrap")] == [{"rewrapped": 2}, {"rewrapped": 0}]
    settings.NASTAVNIK_MASTER_KEY = "new"
    ring.forget()

    assert keys("check")["whole"]
    assert ring.unseal(token, bound_to="x") == TEXT
    assert [event.facts for event in Event.objects.filter(action="key.rewrapped")] == [{"keys": 2}]


def test_a_new_key_seals_for_one_organisation_and_the_old_one_opens(token: str, cast: Cast) -> None:
    told = keys("rotate", "--node", cast.school.path.rstrip("/"))
    new = ring.seal(TEXT, node_id=cast.school.pk, bound_to="x")
    others = ring.key_for(cast.region.pk).uid

    assert told == {"key": str(ring.key_for(cast.school.pk).uid), "node": cast.school.path}
    assert ring.unseal_many([(token, "x"), (new, "x")]) == [TEXT, TEXT]
    assert token.split(".")[1] != new.split(".")[1]
    assert (keys("check")["keys"], keys("check")["sealing"]) == (3, 2)
    assert DataKey.objects.get(node=cast.region).uid == others
    event = Event.objects.get(action="key.rotated")
    assert (str(event.object_uid), event.node_id, event.actor_id) == (told["key"], cast.school.pk, None)


def test_the_platform_has_a_key_of_its_own(db: None) -> None:
    first = ring.key_for(None).uid

    assert keys("rotate", "--platform") == {"key": str(ring.key_for(None).uid), "node": None}
    assert ring.key_for(None).uid != first


@pytest.mark.parametrize("deed", [["rewrap"], ["rotate", "--platform"]])
def test_under_a_wrong_master_key_nothing_is_changed(token: str, settings: Any, deed: list[str]) -> None:
    before = list(DataKey.objects.order_by("pk").values())
    settings.NASTAVNIK_MASTER_KEY = "wrong"

    with pytest.raises(care.KeysDoNotOpen) as refusal:
        keys(*deed)
    assert isinstance(refusal.value, DomainError)
    assert list(DataKey.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "words",
    [
        ["rotate"],
        ["rotate", "--node", "/1/", "--platform"],
        ["check", "--platform"],
        ["rewrap", "--node", "/1/"],
        ["rotate", "--node", "/999999/"],
        ["rotate", "--node", "x"],
    ],
)
def test_unclear_words_are_refused_in_a_sentence(db: None, words: list[str]) -> None:
    with pytest.raises(CommandError) as refusal:
        keys(*words)
    assert refusal.value.returncode == 2
    assert not DataKey.objects.exists()
