"""`nastavnik verify audit`."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from nastavnik.audit.models import Event
from nastavnik.audit.record import record


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("verify", "audit", *arguments)
    return capsys.readouterr().out.strip()


def test_the_command_seals_prints_an_anchor_and_finds_a_cut(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        record("test.done", None, actor=None)
    anchor = run(capsys, "--anchor")
    assert anchor.startswith("3:")
    assert json.loads(run(capsys, "--expect", anchor)) == {"whole": True, "count": 3, "anchor": anchor, "faults": []}

    Event.objects.filter(number=2).delete()

    with pytest.raises(CommandError) as refusal:
        call_command("verify", "audit", "--expect", anchor)
    report = json.loads(capsys.readouterr().out)
    assert refusal.value.returncode == 1
    assert not report["whole"]
    assert [(fault["fault"], fault["where"]) for fault in report["faults"]] == [("missing", "2-2")]


def test_a_bad_anchor_is_bad_input(db: None) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("verify", "audit", "--expect", "nonsense")

    assert refusal.value.returncode == 2
