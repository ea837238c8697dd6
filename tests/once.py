"""What every test reads alike from files that do not change: read once in a worker."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from whitenoise.base import WhiteNoise

from nastavnik.org.services import reference
from nastavnik.org.services.shipped import SHIPPED, List, lists


@pytest.fixture(scope="session", autouse=True)
def files_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "lists", _remembering_lists())
        patch.setattr(WhiteNoise, "update_files_dictionary", _remembering_static_files())
        yield


def _remembering_lists() -> Any:
    """Reference lists take half as long to read as to write; each test gets a copy of its own."""
    read: dict[tuple[tuple[str, bytes], ...], bytes] = {}

    def remembered(folder: Path = SHIPPED) -> Iterator[List]:
        files = tuple((file.name, file.read_bytes()) for file in sorted(folder.glob("*.yaml")))
        if files not in read:
            read[files] = pickle.dumps(list(lists(folder)))
        return iter(pickle.loads(read[files]))  # noqa: S301 - written a line above

    return remembered


def _remembering_static_files() -> Any:
    """Each client of a test makes the chain of middleware anew, and with it reads every file of the site."""
    scan, found = WhiteNoise.update_files_dictionary, dict[tuple[str, str], dict[str, Any]]()

    def remembered(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            kept, self.files = self.files, {}
            scan(self, root, prefix)
            self.files, found[root, prefix] = kept, self.files
        self.files.update(found[root, prefix])

    return remembered
