"""Reading a stranger's file in a process of its own, with little time, memory and freedom.

The child gives up the network, other programs and writing before it opens the file, and answers with
one JSON document on its standard output. Whatever else happens to it, the parent only learns "too heavy".
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

from nastavnik.confined import answer_of, settle_down, tell
from nastavnik.confined import forbid as _forbid
from nastavnik.confined import limit as _limit
from nastavnik.confined import where as _where
from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.reader.plan import Plan
from nastavnik.roadmaps.reader.refusals import Unreadable

log = logging.getLogger(__name__)
_MODULE = "nastavnik.roadmaps.reader.child"


def run_child(path: Path, period: Period | None, seconds: int, megabytes: int) -> Plan:
    """The parent's side: starts the child, waits, kills it when its time is over."""
    arguments = [str(seconds), str(megabytes), str(period or ""), str(path.absolute())]
    answer = answer_of(_MODULE, arguments, seconds=seconds)
    if "plan" in answer:
        return Plan.from_json(answer["plan"])
    if "code" in answer:
        if "cause" in answer:
            log.error("the reader crashed cause=%s", answer["cause"])
        raise Unreadable(answer["code"], sentence=answer["sentence"])
    raise Unreadable("too_heavy")


def _refused(refusal: Unreadable) -> dict[str, Any]:
    return {"code": refusal.code, "sentence": refusal.sentence}


def main(arguments: list[str]) -> int:
    """The child's side."""
    seconds, megabytes, period_text, path = arguments
    _limit(int(seconds), int(megabytes))
    sys.addaudithook(_forbid)
    settle_down()
    from nastavnik.roadmaps.reader import read_roadmap

    try:
        plan = read_roadmap(Path(path), period=Period.parse(period_text) if period_text else None)
        answer: dict[str, Any] = {"plan": plan.to_json()}
    except Unreadable as refusal:
        answer = _refused(refusal)
    except (MemoryError, RecursionError):
        answer = _refused(Unreadable("too_heavy"))
    except Exception as error:  # a stranger's file must not bring a traceback to anybody's screen
        answer = _refused(Unreadable("not_understood")) | {"cause": _where(error)}
    tell(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
