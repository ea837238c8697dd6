"""Law as data: which acts a document cites on its day. The list "acts" of the reference data says what holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from nastavnik.org import reference

_GONE = "repealed"


def cited(codes: Iterable[str], *, on: dt.date, model: str) -> list[dict[str, Any]]:
    """The acts of ``codes`` as references to documents, in their order; a repealed one gives way to its successor."""
    try:
        known = {entry.code: entry for entry in reference.entries("acts", on=on)}
    except reference.ReferenceMissing:
        return []
    wanted: dict[str, None] = {}
    for code in codes:
        entry = known.get(code)
        while entry is not None and entry.data.get("status") == _GONE:
            entry = known.get(entry.data.get("replaced_by", ""))
        if entry is not None and (model == "both" or entry.data.get("model") in (model, "both")):
            wanted[entry.code] = None
    return [{"kind_title": within(known[code].title)} for code in wanted]


def within(title: str) -> str:
    """``title`` as it stands within a sentence, where it takes a case: «распоряжение Минпросвещения России от …»."""
    return title if title.startswith("Федеральный закон") else title[:1].lower() + title[1:]
