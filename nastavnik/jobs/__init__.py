"""Long work with progress: anything longer than a second is a row.

`start` writes the row, `kinds` says what each kind of work does and who may ask for it, `runs` carries a job
out chunk by chunk under a lease, so that a killed worker's job is taken up where it stopped and nothing is
done twice. Threads of the web process (`threads`) or workers of their own (`worker`) carry jobs out; the row
is the truth and a queue's message only a nudge.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nastavnik.jobs.housekeeping import every
    from nastavnik.jobs.kinds import Kind, kind, when_closed
    from nastavnik.jobs.models import Job
    from nastavnik.jobs.runs import LeaseLost, Run, run_all
    from nastavnik.jobs.services import cancel, retry, start

_HOMES = {
    "every": "housekeeping",
    "Kind": "kinds",
    "kind": "kinds",
    "when_closed": "kinds",
    "Job": "models",
    "LeaseLost": "runs",
    "Run": "runs",
    "run_all": "runs",
    "cancel": "services",
    "retry": "services",
    "start": "services",
}

__all__ = ["Job", "Kind", "LeaseLost", "Run", "cancel", "every", "kind", "retry", "run_all", "start", "when_closed"]


def __getattr__(name: str) -> Any:
    # Django imports this package before there may be any models.
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
