"""Sign-off chains: who agrees and who approves, in what order, with what remarks.

A chain goes over its steps one by one; each is decided once, by whoever holds the right at the place that acts
or by their deputy. What is being signed is a *subject*: an upper app registers it with `subject` and is told, in
the transaction of the decision, that it was sent, agreed, returned, approved or taken back. `acting` says whose
turn it is, as the tree stands today; `services` holds the deeds.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nastavnik.approvals.services.chains import start, withdraw
    from nastavnik.approvals.services.deputies import end_deputy, name_deputy
    from nastavnik.approvals.services.remarks import remark, resolve
    from nastavnik.approvals.services.steps import agree, approve, record_minutes, return_
    from nastavnik.approvals.subjects import Subject, subject

_HOMES = {
    "Subject": "subjects",
    "subject": "subjects",
    "start": "services.chains",
    "withdraw": "services.chains",
    "agree": "services.steps",
    "approve": "services.steps",
    "record_minutes": "services.steps",
    "return_": "services.steps",
    "remark": "services.remarks",
    "resolve": "services.remarks",
    "name_deputy": "services.deputies",
    "end_deputy": "services.deputies",
}

__all__ = [
    "Subject",
    "agree",
    "approve",
    "end_deputy",
    "name_deputy",
    "record_minutes",
    "remark",
    "resolve",
    "return_",
    "start",
    "subject",
    "withdraw",
]


def __getattr__(name: str) -> Any:
    # Django imports this package before there may be any models.
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
