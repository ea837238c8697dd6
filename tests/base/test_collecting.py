"""The pace of the collector comes back when the last of overlapping blocks ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from nastavnik.base.collecting import rarely

USUAL = (700, 10, 10)


@pytest.fixture(autouse=True)
def usual_pace() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*USUAL)
    yield
    gc.set_threshold(*before)


def test_the_usual_pace_comes_back_with_the_last_block() -> None:
    first, second = rarely(), rarely()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] > USUAL[0]
    second.__exit__(None, None, None)
    assert gc.get_threshold() == USUAL
