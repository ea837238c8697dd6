"""Words of a line as the product compares them. Pure."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s+")


def shortened(text: str, length: int) -> str:
    """At most ``length`` letters, cut at a word."""
    if len(text) <= length:
        return text
    return f"{text[: length - 1].rsplit(' ', 1)[0]}…"


def normal(text: str) -> str:
    """For search and comparison: NFKC, lower case, ё as е, blanks collapsed."""
    folded = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold().replace("ё", "е")
    return _BLANKS.sub(" ", folded).strip()
