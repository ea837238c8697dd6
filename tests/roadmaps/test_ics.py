"""A calendar file keeps the letter of RFC 5545 whatever words it is given."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.roadmaps.ics import FOLD, Event, write_calendar

DAY = dt.date(2026, 10, 15)


def unfolded(data: bytes) -> list[str]:
    assert data.endswith(b"\r\n")
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def plain(text: str) -> str:
    """What a calendar shows of an escaped value."""
    out, signs = "", iter(text)
    for sign in signs:
        if sign == "\\":
            escaped = next(signs)
            sign = "\n" if escaped == "n" else escaped
        out += sign
    return out


def test_an_event_is_a_whole_day_known_by_its_number():
    event = Event("5f@nastavnik", DAY, "Приказ; план, «отчёт»\\", "Срок:\nоктябрь", "http://localhost/plans/1/")

    assert unfolded(write_calendar("Школа № 15", [event], on=DAY, remind=True)) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nastavnik//Road maps//RU", "CALSCALE:GREGORIAN",
        "NAME:Школа № 15", "X-WR-CALNAME:Школа № 15", "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
        "BEGIN:VEVENT", "UID:5f@nastavnik", "DTSTAMP:20261015T000000Z", "DTSTART;VALUE=DATE:20261015",
        "DTEND;VALUE=DATE:20261016", "SUMMARY:Приказ\\; план\\, «отчёт»\\\\", "DESCRIPTION:Срок:\\nоктябрь",
        "URL:http://localhost/plans/1/", "TRANSP:TRANSPARENT",
        "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Приказ\\; план\\, «отчёт»\\\\", "TRIGGER:-PT15H", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_no_line_is_longer_than_seventy_five_octets_and_no_letter_is_cut(text):
    data = write_calendar(text, [Event("1", DAY, text, text * 3)], on=DAY)

    assert max(len(line) for line in data.split(b"\r\n")) <= FOLD
    lines = dict(line.split(":", 1) for line in unfolded(data)[8:-1])
    kept = "".join(
        sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if sign.isprintable() or sign in "\n\t"
    )
    assert plain(lines["SUMMARY"]) == kept


def test_words_cannot_bring_in_lines_of_their_own():
    event = Event("1", DAY, "а\r\nEND:VEVENT\r\nBEGIN:VALARM", url="http://a/\r\nEND:VCALENDAR")

    lines = unfolded(write_calendar("план", [event], on=DAY))
    assert [line for line in lines if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
