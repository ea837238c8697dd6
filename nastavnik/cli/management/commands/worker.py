"""`nastavnik worker`: long work outside the web processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

RESTART_SECONDS = 1.0


class Command(BaseCommand):
    help = gettext_lazy("carries out long work: imports, exports, letters")  # type: ignore[assignment]  # lazy, for the language is chosen later

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--processes", type=int, default=1, help=_("how many work beside each other"))
        parser.add_argument("--interval", type=float, default=1.0, help=_("seconds between two looks at the queue"))
        parser.add_argument("--until-empty", action="store_true", help=_("end when nothing waits any more"))

    def handle(self, *, processes: int, interval: float, until_empty: bool, **options: Any) -> None:
        if processes < 1 or not 0 < interval <= 60:
            raise CommandError(_("Give at least one process and an interval of up to 60 seconds."), returncode=2)
        if processes == 1:
            from nastavnik.jobs.worker import work

            work(name=f"{socket.gethostname()[:40]}-{os.getpid()}", interval=interval, until_empty=until_empty)
        else:
            _Herd(processes, interval, until_empty).tend()


class _Herd:
    """Several workers: one that dies is replaced, a signal to us goes to all."""

    def __init__(self, size: int, interval: float, until_empty: bool) -> None:
        ending = ["--until-empty"] if until_empty else []
        self.command = [sys.executable, "-m", "nastavnik", "worker", "--interval", str(interval), *ending]
        self.restart = not until_empty
        self.workers = [self._one() for _n in range(size)]

    def _one(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command)  # noqa: S603  # our own interpreter and words

    def tend(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._pass_on)
        while any(worker.poll() is None for worker in self.workers):
            time.sleep(RESTART_SECONDS)
            if self.restart:
                self.workers = [worker if worker.poll() is None else self._one() for worker in self.workers]

    def _pass_on(self, number: int, frame: FrameType | None) -> None:
        self.restart = False
        for worker in self.workers:
            if worker.poll() is None:
                worker.send_signal(number)
