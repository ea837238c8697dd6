"""A bare table to count effects in, and worker processes that may be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection

from tests.cast import Cast
from tests.jobs import probes

ROOT = Path(__file__).resolve().parents[2]
Workers = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def table(db: None) -> None:
    """The table of a test that stays within its transaction."""
    probes.make_table()


@pytest.fixture
def shared_table(transactional_db: None) -> Iterator[None]:
    """The same where other processes see it."""
    probes.make_table()
    yield
    probes.drop_table()


@pytest.fixture
def workers(transactional_db: None, shared_table: None, cast: Cast, tmp_path: Path) -> Iterator[Workers]:
    """Starts processes that carry jobs out on the database of this test; none outlives it."""
    started: list[subprocess.Popen[bytes]] = []

    def start(
        *words: str, mode: str = "worker", lease: int = 1, module: str = "tests.jobs.probes", **more: str
    ) -> subprocess.Popen[bytes]:
        env = {
            **os.environ,
            "NASTAVNIK_PROFILE": "development",
            "NASTAVNIK_JOBS": "thread" if mode == "thread" else "worker",
            "NASTAVNIK_JOB_LEASE_SECONDS": str(lease),
            "NASTAVNIK_VAR": str(tmp_path),
            "NASTAVNIK_AUDIT_KEY": project.NASTAVNIK_AUDIT_KEY,
            "NASTAVNIK_DATABASE_URL": database_url(),
            **more,
        }
        command = [sys.executable, "-m", module, mode, *words]
        started.append(subprocess.Popen(command, cwd=ROOT, env=env, stderr=(tmp_path / "log").open("ab")))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def database_url() -> str:
    """The database of this test for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
