"""Recurrence rules of RFC 5545, as far as road maps need them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from nastavnik.roadmaps.deadlines.windows import DAY, month_end

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Rule:
    """One rule taken apart. ``by_day`` holds pairs of place in the month (0 for every) and weekday."""

    freq: str
    interval: int = 1
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    by_set_pos: tuple[int, ...] = field(default=())

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """Take an RRULE apart.

        Raises:
            ValueError: the rule has no FREQ, or a part that road maps do not use.
        """
        parts = dict(part.split("=", 1) for part in text.removeprefix("RRULE:").split(";"))
        rule = cls(
            freq=parts.pop("FREQ", ""),
            interval=int(parts.pop("INTERVAL", "1")),
            by_month=_numbers(parts.pop("BYMONTH", "")),
            by_month_day=_numbers(parts.pop("BYMONTHDAY", "")),
            by_day=tuple(
                (int(item[:-2] or 0), WEEKDAYS.index(item[-2:])) for item in parts.pop("BYDAY", "").split(",") if item
            ),
            by_set_pos=_numbers(parts.pop("BYSETPOS", "")),
        )
        if parts or rule.freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY") or rule.interval < 1:
            raise ValueError(f"not a rule of a road map: {text!r}")
        return rule

    def __str__(self) -> str:
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.by_month:
            parts.append("BYMONTH=" + ",".join(map(str, self.by_month)))
        if self.by_month_day:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.by_month_day)))
        if self.by_day:
            parts.append("BYDAY=" + ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in self.by_day))
        if self.by_set_pos:
            parts.append("BYSETPOS=" + ",".join(map(str, self.by_set_pos)))
        return ";".join(parts)

    @property
    def names_months(self) -> bool:
        return bool(self.by_month)

    @property
    def names_days(self) -> bool:
        return bool(self.by_month_day or self.by_day)

    def days(self, first: date, last: date) -> Iterator[date]:
        """Each day from ``first`` to ``last`` that the rule names; steps are counted from ``first``."""
        origin = first - first.weekday() * DAY
        day = first
        while day <= last:
            if self._in_step(day, first, origin) and self._names(day):
                yield day
            day += DAY

    def _in_step(self, day: date, first: date, monday: date) -> bool:
        if self.by_month and day.month not in self.by_month:
            return False
        if self.freq == "WEEKLY":
            return (day - monday).days // 7 % self.interval == 0
        if self.freq == "MONTHLY":
            # Quarters and halves end their steps with the calendar's, whatever month the plan begins in.
            return (
                (day.month - 1) % self.interval == 0 if 12 % self.interval == 0 else _apart(first, day, self.interval)
            )
        return (day.year - first.year) % self.interval == 0

    def _names(self, day: date) -> bool:
        length = month_end(day.year, day.month).day
        # «До 30 числа» falls due on the last day of a shorter month, though RFC 5545 would leave it out.
        if self.by_month_day and day.day not in {
            min(n, length) if n > 0 else length + 1 + n for n in self.by_month_day
        }:
            return False
        if self.by_set_pos:
            return any(day == self._nth(day, n) for n in self.by_set_pos)
        return not self.by_day or any(
            weekday == day.weekday() and n in (0, (day.day + 6) // 7, -((length - day.day) // 7) - 1)
            for n, weekday in self.by_day
        )

    def _nth(self, day: date, n: int) -> date | None:
        """The n-th of the named weekdays in the month of ``day``; from the end when negative."""
        wanted = {weekday for _, weekday in self.by_day}
        last = month_end(day.year, day.month).day
        found = [d for d in (day.replace(day=k) for k in range(1, last + 1)) if d.weekday() in wanted]
        return found[n - 1 if n > 0 else n] if 0 < abs(n) <= len(found) else None


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(item) for item in text.split(",") if item)


def _apart(first: date, day: date, interval: int) -> bool:
    return ((day.year - first.year) * 12 + day.month - first.month) % interval == 0
