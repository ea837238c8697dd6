"""Telling what was done, with a way back: a message that the next page shows for a few seconds."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise

LEVELS = {"success": messages.SUCCESS, "info": messages.INFO, "warning": messages.WARNING, "danger": messages.ERROR}
TONES = {level: tone for tone, level in LEVELS.items()}
UNDO = "undo:"


def toast(request: HttpRequest, text: str | Promise, *, undo: str = "", tone: str = "success") -> None:
    """Show ``text`` on the next page. ``undo`` is an address that a POST takes the deed back by."""
    messages.add_message(request, LEVELS[tone], str(text), extra_tags=f"{UNDO}{undo}" if undo else "")


@dataclass(frozen=True)
class Toast:
    text: str
    tone: str
    undo: str

    @property
    def stays(self) -> bool:
        """A fault stays until the reader has read it."""
        return self.tone in ("warning", "danger")


def toasts(request: HttpRequest) -> list[Toast]:
    """The messages that wait for this user; reading them takes them off."""
    return [_toast(message) for message in messages.get_messages(request)]


def _toast(message: Message) -> Toast:
    marked, _sep, undo = (message.extra_tags or "").partition(UNDO)
    return Toast(str(message), TONES.get(message.level, "info"), "" if marked else undo)
