"""A line of the log holds codes and places, never what people are called or how to reach them."""

from __future__ import annotations

import logging
import sys

import pytest

from nastavnik.base.incidents import current
from nastavnik.base.logs import LineFormatter, masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to ivan.petrov+x@mail.example.org now", "to <e-mail> now"),
        ("<ivan@пример.рф>", "<<e-mail>>"),
        ("call +7 (900) 123-45-67", "call <number>"),
        ("89001234567", "<number>"),
        ("Key (name)=(Петров Иван) already", "Key (name)=(<text>) already"),
        ("Анна-Мария", "<text>"),
        ("uid 0198c1f2-7c3a-7d2e-9c1a-0123456789ab", "uid 0198c1f2-7c3a-7d2e-9c1a-0123456789ab"),
        ("2026-11-21 attempt=12 of 500", "2026-11-21 attempt=12 of 500"),
    ],
)
def test_data_is_masked_and_codes_are_not(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_one_event_is_one_line_of_named_values() -> None:
    token = current.set("K3TX-R8MN")
    record = logging.LogRecord("nastavnik.x", logging.WARNING, "f.py", 1, 'a "b"\nc=%s', ("Ия",), None)
    line = LineFormatter().format(record)
    current.reset(token)

    at, rest = line.split(" ", 1)
    assert at.startswith("at=20")
    assert rest == 'level=WARNING logger=nastavnik.x incident=K3TX-R8MN message="a \\"b\\"\\nc=<text>"'


def test_a_crash_shows_places_and_no_values() -> None:
    try:
        int("Секрет 5")
    except ValueError:
        record = logging.LogRecord("nastavnik", logging.ERROR, "f.py", 1, "crash", (), sys.exc_info())

    line = LineFormatter().format(record)

    assert "error=ValueError" in line
    assert "Секрет" not in line
    assert "test_logs.py" in line
    assert len(line.splitlines()) == 1
