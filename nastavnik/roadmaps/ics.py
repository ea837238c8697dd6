"""Days and hours as a calendar file (RFC 5545). Hours are told in UTC, so no time zone is ever needed. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
#: Octets of a line without its end; a line that goes on begins with a blank.
FOLD = 75
#: Hours before the day begins: nine in the morning of the day before.
REMINDER = 15
_KEPT = frozenset("\n\t")


@dataclass(frozen=True, slots=True)
class Event:
    """``uid`` stays the same for ever: by it a calendar knows an event again. With ``starts_at`` it has its hours."""

    uid: str
    day: dt.date
    summary: str
    description: str = ""
    url: str = ""
    place: str = ""
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    is_off: bool = False


def write_calendar(
    name: str, events: Iterable[Event], *, on: dt.date, every: int = 15, remind: bool = False
) -> bytes:
    """``on`` is the day of the writing, ``every`` the minutes after which a reader may ask again."""
    return b"".join(_folded(line) for line in _lines(name, events, on, every, remind))


def _lines(name: str, events: Iterable[Event], on: dt.date, every: int, remind: bool) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nastavnik//Road maps//RU", "CALSCALE:GREGORIAN")
    yield from (f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}")
    yield from (f"REFRESH-INTERVAL;VALUE=DURATION:PT{every}M", f"X-PUBLISHED-TTL:PT{every}M")
    for event in events:
        yield from _event(event, on, remind)
    yield "END:VCALENDAR"


def _event(event: Event, on: dt.date, remind: bool) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{on:%Y%m%d}T000000Z")
    yield from _times(event)
    yield f"SUMMARY:{_text(event.summary)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{_address(event.url)}"
    yield f"TRANSP:{'OPAQUE' if event.starts_at else 'TRANSPARENT'}"  # a due day takes nobody's time
    if event.is_off:
        yield "STATUS:CANCELLED"
    if remind:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(event.summary)}")
        yield from (f"TRIGGER:-PT{REMINDER}H", "END:VALARM")
    yield "END:VEVENT"


def _times(event: Event) -> Iterator[str]:
    if event.starts_at is None:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + dt.timedelta(days=1):%Y%m%d}"
        return
    begin = event.starts_at.astimezone(dt.UTC)
    end = event.ends_at.astimezone(dt.UTC) if event.ends_at else begin + dt.timedelta(hours=1)
    yield f"DTSTART:{begin:%Y%m%dT%H%M%SZ}"
    yield f"DTEND:{end:%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in _KEPT or sign.isprintable()).translate(_ESCAPES)


def _address(url: str) -> str:
    return "".join(sign for sign in url if sign.isprintable() and sign != " ")


def _folded(line: str) -> bytes:
    """At most 75 octets a line, and no letter cut in two."""
    data = line.encode("utf-8", "ignore")
    pieces: list[bytes] = []
    room = FOLD
    while len(data) > room:
        cut = room
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(data[:cut])
        data, room = data[cut:], FOLD - 1
    return b"\r\n ".join([*pieces, data]) + b"\r\n"
