"""Words of people on their way into a document: what no XML and no page can hold is taken out."""

from __future__ import annotations

import re

#: What XML 1.0 cannot hold in any spelling, and marks that turn the direction of the text around them.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
#: A dash within a number, where no line may end: «№ 12-ОД», «8-800».
NUMBER_DASH = re.compile(r"(?<=\d)-(?=\w)|(?<=\w)-(?=\d)")
_TO_ESCAPE = re.compile('[&<>"]')
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def writable(text: str) -> str:
    """``text`` with one kind of line end and without characters that a document cannot hold."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
    return _UNWRITABLE.sub("", text.replace("\u2029", "\n"))


def escaped(text: str) -> str:
    """`writable`, as the content or an attribute of XML."""
    text = writable(text)
    return text.translate(_ESCAPES) if _TO_ESCAPE.search(text) else text
