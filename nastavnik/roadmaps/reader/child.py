"""Reading a stranger's file in a process of its own, with little time, memory and freedom.

The child gives up the network, other programs and writing before it opens the file, and answers with
one JSON document on its standard output. Whatever else happens to it, the parent only learns "too heavy".
"""

from __future__ import annotations

import gc
import json
import logging
import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.reader.plan import Plan
from nastavnik.roadmaps.reader.refusals import Unreadable

log = logging.getLogger(__name__)
_MODULE = "nastavnik.roadmaps.reader.child"
_ANSWER_LIMIT = 64 * 1024 * 1024
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.remove",
    "os.rename",
    "shutil.",
)


def run_child(path: Path, period: Period | None, seconds: int, megabytes: int) -> Plan:
    """The parent's side: starts the child, waits, kills it when its time is over."""
    package_root = Path(__file__).resolve().parents[3]
    environment = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(package_root),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", _MODULE, str(seconds), str(megabytes), str(period or ""), str(path.absolute())]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the path is one argument, never a shell's
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=package_root,
            timeout=seconds,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unreadable("too_heavy") from error
    try:
        answer: dict[str, Any] = json.loads(done.stdout) if len(done.stdout) <= _ANSWER_LIMIT else {}
    except ValueError:
        answer = {}
    if "plan" in answer:
        return Plan.from_json(answer["plan"])
    if "code" in answer:
        if "cause" in answer:
            log.error("the reader crashed cause=%s", answer["cause"])
        raise Unreadable(answer["code"], sentence=answer["sentence"])
    raise Unreadable("too_heavy")


def _limit(seconds: int, megabytes: int) -> None:
    """Processor time, memory, size of written files, open files; no core dumps."""
    try:
        import resource
    except ImportError:  # not a Unix: the parent's clock is the only limit
        return
    memory = megabytes * 1024 * 1024
    for name, value in (
        ("RLIMIT_CPU", seconds), ("RLIMIT_AS", memory), ("RLIMIT_DATA", memory),
        ("RLIMIT_FSIZE", 0), ("RLIMIT_NOFILE", 64), ("RLIMIT_CORE", 0),
    ):  # fmt: skip
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (ValueError, OSError):  # a stricter limit is in force already
            continue


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: once set it cannot be removed."""
    if event.startswith(_FORBIDDEN) and event != "socket.__new__":
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError(event)


def _where(error: Exception) -> str:
    """The kind and the place of a fault of ours, without the words of the document."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(frame.filename).name}:{frame.lineno}"


def _refused(refusal: Unreadable) -> dict[str, Any]:
    return {"code": refusal.code, "sentence": refusal.sentence}


def main(arguments: list[str]) -> int:
    """The child's side."""
    seconds, megabytes, period_text, path = arguments
    _limit(int(seconds), int(megabytes))
    sys.addaudithook(_forbid)
    gc.set_threshold(100_000, 50, 50)  # a short life with many small objects
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
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
