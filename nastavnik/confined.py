"""A process of its own for a stranger's file: little time and memory, no network, no other programs, no writing.

Pure: whatever opens files of strangers, in any app, does it here.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import orjson

_ROOT = Path(__file__).resolve().parents[1]
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


def answer_of(module: str, arguments: Sequence[str], *, seconds: int, given: bytes | None = None) -> dict[str, Any]:
    """What ``module`` printed as JSON; ``given`` is put into its standard input.

    Nothing for a process that was too slow, too greedy or said nothing to the purpose.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module; its arguments are never a shell's
            [sys.executable, "-m", module, *arguments],
            **({"stdin": subprocess.DEVNULL} if given is None else {"input": given}),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=_ROOT,
            timeout=seconds,
            check=False,
        )
        answer = json.loads(done.stdout) if len(done.stdout) <= _ANSWER_LIMIT else {}
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return {}
    return answer if isinstance(answer, dict) else {}


def lines_of(module: str, arguments: Sequence[str], *, seconds: int, given: bytes | IO[bytes]) -> Iterator[Any]:
    """What ``module`` prints, one JSON value a line, while it goes on; ``given`` is its standard input.

    The lines simply end where the process did, by itself or because its time was over: the last one has to say that
    it is the last. Whoever stops listening ends the process.
    """
    with subprocess.Popen(  # noqa: S603 - our own module; its arguments are never a shell's
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE if isinstance(given, bytes) else given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd=_ROOT,
    ) as process:
        alarm = threading.Timer(seconds, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            if isinstance(given, bytes) and process.stdin:
                with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
                    pipe.write(given)
            if process.stdout:
                for line in process.stdout:
                    yield orjson.loads(line)
        except ValueError:  # killed in the middle of a line
            return
        finally:
            alarm.cancel()
            process.kill()


def _environment() -> dict[str, str]:
    # Compiled modules are read where the parent keeps them; the child itself writes nothing.
    kept = {"PYTHONPYCACHEPREFIX": sys.pycache_prefix} if sys.pycache_prefix else {}
    return {
        **kept,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_ROOT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }


def limit(seconds: int, megabytes: int) -> None:
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


def forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: once set it cannot be removed."""
    if event.startswith(_FORBIDDEN) and event != "socket.__new__":
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError(event)


def where(error: Exception) -> str:
    """The kind and the place of a fault of ours, without the words of the document."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(frame.filename).name}:{frame.lineno}"


def tell(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))
    sys.stdout.flush()


def settle_down() -> None:
    """A short life with many small objects."""
    gc.set_threshold(100_000, 50, 50)
