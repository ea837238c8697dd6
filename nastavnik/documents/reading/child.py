"""Reading a stranger's DOCX in a process of its own; the bytes go in by its standard input and touch no disk."""

from __future__ import annotations

import logging
import sys
from typing import Any

from nastavnik.confined import answer_of, forbid, limit, settle_down, tell, where
from nastavnik.documents.faults import Fault, Refused, Step
from nastavnik.documents.reading.door import MOST_BYTES, refusal
from nastavnik.documents.reading.reading import read_tree
from nastavnik.documents.stored import from_plain, to_plain
from nastavnik.documents.tree import Document

log = logging.getLogger(__name__)
_MODULE = "nastavnik.documents.reading.child"


def read_in_child(file: bytes, *, seconds: int = 20, megabytes: int = 1024) -> Document:
    """`read_tree`, for bytes that nobody knows.

    Raises:
        Refused: as `read_tree` does; "too_heavy" where time or memory did not suffice.
    """
    if len(file) > MOST_BYTES:
        raise refusal("too_large")
    answer = answer_of(_MODULE, [str(seconds), str(megabytes)], seconds=seconds, given=file)
    if "tree" in answer:
        document = from_plain(answer["tree"])
        if isinstance(document, Document):
            return document
    if "cause" in answer:
        log.error("the reader of templates crashed cause=%s", answer["cause"])
    if faults := answer.get("faults"):
        raise Refused(tuple(map(_fault, faults)))
    raise refusal("too_heavy")


def _fault(told: dict[str, Any]) -> Fault:
    place = tuple(Step(kind, number) for kind, number in told["place"])
    return Fault(place, told["code"], told["params"], told["text"])


def _told(fault: Fault) -> dict[str, Any]:
    return {"place": fault.place, "code": fault.code, "params": dict(fault.params), "text": fault.text}


def main(arguments: list[str]) -> int:
    """The child's side."""
    seconds, megabytes = map(int, arguments)
    file = sys.stdin.buffer.read()
    limit(seconds, megabytes)
    sys.addaudithook(forbid)
    settle_down()
    try:
        answer: dict[str, Any] = {"tree": to_plain(read_tree(file))}
    except Refused as refused:
        answer = {"faults": [_told(fault) for fault in refused.faults]}
    except (MemoryError, RecursionError):
        answer = {"faults": [_told(fault) for fault in refusal("too_heavy").faults]}
    except Exception as error:  # a stranger's file must not bring a traceback to anybody's screen
        answer = {"cause": where(error), "faults": [_told(fault) for fault in refusal("not_read").faults]}
    tell(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
