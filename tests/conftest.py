"""What all tests share.

Tests that touch the database run on SQLite and, chosen by `--only-db`, again on the PostgreSQL that
`NASTAVNIK_DATABASE_URL` names. Such a test asks for pytest-django's `db` (or wears its mark); nothing else
tells it apart.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from tests.databases import touches_database
from tests.tables import copied

# The small region that tests play in, the fixture `cast`; a plan of its school, the fixture `roadmap`; what is read
# once for all tests.
pytest_plugins = ["tests.cast", "tests.once", "tests.plans"]

# Times vary on a busy machine, so no test fails by its clock. On CI the examples are the same every time.
hypothesis.settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("quick", max_examples=1_000, deadline=None)
hypothesis.settings.register_profile("thorough", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-db", action="store_true", help="only tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--only-db"):
        return
    chosen = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
    items[:] = chosen


@pytest.fixture(scope="session")
def folder_of_sqlite() -> Iterator[Path]:
    """Where the test database lies: in memory where there is room, for each commit waits for the disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a fresh private folder is made below it
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**28
    with tempfile.TemporaryDirectory(prefix="nastavnik-test-", dir=memory if roomy else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any, worker_id: str
) -> Iterator[None]:
    """A database of this worker's own, instead of one that pytest-django migrates in each worker."""
    if connection.vendor == "sqlite":
        # A file rather than `:memory:`, so that threads and processes of a test meet in one SQLite database.
        name = str(request.getfixturevalue("folder_of_sqlite") / f"test-{worker_id}.sqlite3")
    else:
        name = f"test_nastavnik_{worker_id}"
    with django_db_blocker.unblock(), copied(connection, name):
        django_db_blocker.block()
        yield
        django_db_blocker.restore()


@pytest.fixture(autouse=True)
def files_of_a_test(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Uploads of a test go to a folder of its own."""
    if touches_database(request.node):
        settings = request.getfixturevalue("settings")
        settings.NASTAVNIK_FILES = tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def language_of_a_test() -> None:
    """A page that another test opened in English leaves its language behind."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def counts_of_a_test() -> None:
    """Limits of attempts are counted in the cache: what one test asked must not refuse the next."""
    cache.clear()
