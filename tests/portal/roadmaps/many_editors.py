"""Many people at one thing at once, each through a browser of their own, and what has become of their words.

Each edit carries a tag that nobody else writes. An answer that says "saved" is a promise: its tag must stand
in the thing or in its history afterwards. An answer that refuses must hand the typed words back.
"""

from __future__ import annotations

import os
import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.org.models import Node
from tests.cast import OPENED_ON

# The long form has 256 edits a way of writing, nearly two thousand in all.
PEOPLE, EDITS = (32, 8) if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else (5, 2)
# Nobody is refused so often for no reason: with all the others ahead each time, one is last.
MOST_ATTEMPTS = PEOPLE * EDITS
PATIENCE = 300
FIELD = re.compile(r'name="(\w+)"[^>]*?(?:value="([^"]*)"[^>]*>|>\s*([^<]*)</textarea>)')


class Refused(Exception):
    """The edit came too late for good: what it was meant for is closed."""


@dataclass
class Editor:
    number: int
    user: User
    client: Client
    together: threading.Barrier
    saved: list[Any] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)
        self.has_begun = False

    def see(self, address: str, **headers: str) -> str:
        return self.client.get(address, headers=headers).content.decode()

    def send(self, address: str, typed: dict[str, str], *, tag: str, **headers: str) -> Any:
        """The first time all send at the same moment, so that all have the first version before them."""
        if not self.has_begun:
            self.has_begun = True
            self.together.wait(timeout=PATIENCE)
        answer = self.client.post(address, typed, headers=headers)
        self.answers.append(answer.status_code)
        if answer.status_code == 409 and tag not in unescape(answer.content.decode()):
            self.faults.append(f"{address}: {tag} was refused and is gone from the page")
        return answer

    def save(self, send: Callable[[], bool], what: Any) -> None:
        """Try until it is saved; ``send`` draws the form anew each time."""
        for _attempt in range(MOST_ATTEMPTS):
            if send():
                self.saved.append(what)
                return
        self.faults.append(f"{what} was never saved")


Edit = Callable[[Editor, int], None]


def editors_at(node: Node, role: Role) -> list[Editor]:
    """People with ``role`` at ``node``, each signed in."""
    together = threading.Barrier(PEOPLE)
    made = []
    for number in range(PEOPLE):
        user = User.objects.create(email=f"e{number}@example.org", work_name=f"Редактор {number}")
        Grant.objects.create(user=user, role=role, node=node, from_on=OPENED_ON)
        client = Client()
        client.force_login(user)
        made.append(Editor(number, user, client, together))
    return made


def work(editors: list[Editor], edit: Edit) -> list[Any]:
    """``edit(editor, turn)`` for all of them at once, turn by turn; gives what was answered "saved"."""

    def run(editor: Editor) -> None:
        try:
            for turn in range(EDITS):
                edit(editor, turn)
        except Refused:
            pass
        except Exception as error:
            editor.faults.append(repr(error))
            editor.together.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[editor]) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [fault for editor in editors for fault in editor.faults] == []
    return [one for editor in editors for one in editor.saved]


def tag_of(editor: Editor, turn: int) -> str:
    return f"<{editor.number}.{turn}>"


def drawn(page: str, *names: str) -> dict[str, str]:
    """The named fields of the last form of ``page`` as a browser would send them back."""
    found = {name: unescape(value or text).lstrip("\n") for name, value, text in FIELD.findall(page)}
    return {name: found.get(name, "") for name in names}
