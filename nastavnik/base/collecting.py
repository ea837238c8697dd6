"""The collector of cycles, run rarely while rows come and go by thousands."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_RARE = (1_000_000, 50, 50)
_lock = threading.Lock()
_inside = 0
_usual = gc.get_threshold()


@contextmanager
def rarely() -> Iterator[None]:
    """Rows hold no cycles: looking for cycles among thousands of them takes up to half of the time. What is garbage
    otherwise goes at once as always. Blocks may overlap, in threads too: the last one out sets the usual pace."""
    global _inside, _usual
    with _lock:
        if not _inside:
            _usual = gc.get_threshold()
        _inside += 1
        gc.set_threshold(*_RARE)
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.set_threshold(*_usual)
