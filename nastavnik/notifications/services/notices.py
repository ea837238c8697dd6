"""Reading: a notice is unread until its reader says otherwise."""

from __future__ import annotations

from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.base.access import require
from nastavnik.notifications.models import Notice


def mark_read(notice: Notice, *, actor: User, is_read: bool = True) -> None:
    """Take ``notice`` off the unread ones, or put it back.

    Raises:
        NotAllowed: the notice is somebody else's.
    """
    require(actor, "notification.view", notice)
    Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now() if is_read else None)


def mark_all_read(*, actor: User) -> int:
    """Gives how many were unread."""
    unread = Notice.objects.visible_to(actor, "notification.view").filter(read_at=None)
    return unread.update(read_at=timezone.now())
