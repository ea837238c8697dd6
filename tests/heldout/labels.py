"""When a reading of a deadline equals the truth: kind, windows and rule (core), the anchor too (exact)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

Label = Mapping[str, Any]
Windows = tuple[tuple[date, date], ...]
Rule = tuple[str, int, tuple[tuple[str, tuple[str, ...]], ...]]

DROPPED_RULE_PARTS = {"UNTIL", "COUNT", "DTSTART", "WKST", "BYHOUR", "BYMINUTE", "BYSECOND"}
DATELESS = {"relative", "on_demand", "unknown"}


def merged(windows: Any) -> Windows:
    """Windows sorted and joined where they overlap or touch; invalid ones are dropped."""
    valid: list[tuple[date, date]] = []
    for window in windows or []:
        try:
            start, end = (date.fromisoformat(str(day)[:10]) for day in (window[0], window[1]))
        except (ValueError, IndexError, TypeError, KeyError):
            continue
        if start <= end:
            valid.append((start, end))
    joined: list[tuple[date, date]] = []
    for start, end in sorted(valid):
        if joined and start - joined[-1][1] <= timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _listed(part: str, values: str) -> tuple[str, ...]:
    items = {item.strip().removeprefix("+") for item in values.split(",") if item.strip()}
    if part == "BYDAY":
        return tuple(sorted(items, key=lambda item: (item[:-2], item[-2:])))
    numbers = {str(int(item)) if re.fullmatch(r"-?\d+", item) else item for item in items}
    return tuple(sorted(numbers, key=lambda item: (not item.lstrip("-").isdigit(), len(item), item)))


def canonical_rule(rrule: str | None) -> Rule | None:
    """One form for rules that mean the same, such as YEARLY and MONTHLY;INTERVAL=12."""
    if not rrule:
        return None
    pairs = (part.split("=", 1) for part in rrule.strip().upper().removeprefix("RRULE:").split(";") if "=" in part)
    parts = {key.strip(): value.strip() for key, value in pairs if key.strip() not in DROPPED_RULE_PARTS}
    frequency, step = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    interval = int(step) if step.isdigit() else 1
    by = {key: _listed(key, value) for key, value in parts.items()}
    if frequency == "MONTHLY" and len(by.get("BYSETPOS", ())) == 1 == len(by.get("BYDAY", ())):
        by["BYDAY"] = (by.pop("BYSETPOS")[0] + by["BYDAY"][0],)
    if not by and frequency == "YEARLY":
        frequency, interval = "MONTHLY", 12 * interval
    elif not by and frequency == "DAILY" and interval % 7 == 0:
        frequency, interval = "WEEKLY", interval // 7
    elif frequency == "MONTHLY" and interval == 1 and set(by) in ({"BYMONTH"}, {"BYMONTH", "BYMONTHDAY"}):
        frequency = "YEARLY"
    return frequency, interval, tuple(sorted(by.items()))


def _kind(label: Label) -> str | None:
    kind = label.get("kind")
    if kind in ("range", "ranges"):
        return "ranges" if len(merged(label.get("windows"))) > 1 else "range"
    return kind


def _compare(expected: Label, predicted: Label) -> tuple[bool, bool]:
    kind = _kind(expected)
    ours, theirs = merged(expected.get("windows")), merged(predicted.get("windows"))
    if kind == "deadline":
        windows = bool(ours and theirs) and ours[-1][1] == theirs[-1][1] and len(ours) == len(theirs)
    else:
        windows = kind in DATELESS or ours == theirs
    rules = canonical_rule(expected.get("rrule")), canonical_rule(predicted.get("rrule"))
    core = kind == _kind(predicted) and windows and rules[0] == rules[1]
    hangs = kind in ("relative", "on_demand") or (kind == "recurring" and not expected.get("rrule"))
    return core, core and (not hangs or (expected.get("anchor") or None) == (predicted.get("anchor") or None))


def deadline_match(expected: Label, predicted: Label | None) -> tuple[bool, bool]:
    """(core, exact) of the best variant: the label itself, or the label with one overlay."""
    variants = [expected, *({**expected, **overlay} for overlay in expected.get("accept") or [])]
    results = [_compare(variant, predicted or {}) for variant in variants]
    return max(core for core, _ in results), max(exact for _, exact in results)
