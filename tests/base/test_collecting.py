"""The pace of the collector comes back when the last of overlapping blocks ends."""

from __future__ import annotations

import gc

from nastavnik.base.collecting import rarely


def test_the_usual_pace_comes_back_with_the_last_block() -> None:
    usual = gc.get_threshold()
    first, second = rarely(), rarely()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] > usual[0]
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual
