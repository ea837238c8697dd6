"""Private calendar addresses: made, revoked, brought back, opened by whoever holds one.

The token of an address is made of the feed's number and the key of the installation, so its owner can see it
again; the database holds its hash alone.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import holds, require
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.roadmaps.models import Feed, Roadmap

MOST = 20
#: When it was last read is written down no oftener than this.
NOTED_EVERY = dt.timedelta(minutes=15)
_LONGEST = 100


class TooManyFeeds(DomainError):
    code = "too_many_feeds"
    message = _("You have twenty calendar addresses already. Revoke one that you no longer need.")


@transaction.atomic
def make_feed(roadmap: Roadmap | None, *, actor: User) -> Feed:
    """An address of the days of ``roadmap``, or of all that waits for ``actor``.

    Raises:
        NotAllowed: the plan is out of reach, or nothing ever waits for ``actor``.
        TooManyFeeds.
    """
    if roadmap is not None:
        require(actor, "roadmap.view", roadmap)
    elif not holds(actor, "roadmap.tick"):
        raise NotAllowed(action="roadmap.tick")
    if Feed.objects.filter(user=actor, revoked_at=None).count() >= MOST:
        raise TooManyFeeds
    feed = Feed(user=actor, roadmap=roadmap)
    feed.token_hash = _hash(_token(feed))
    feed.save()
    record("feed.made", feed, actor=actor, node_id=roadmap.node_id if roadmap else None)
    return feed


@transaction.atomic
def revoke(feed: Feed, *, actor: User) -> None:
    """From now on the address answers nobody."""
    _own(feed, actor)
    if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("feed.revoked", feed, actor=actor)


@transaction.atomic
def bring_back(feed: Feed, *, actor: User) -> None:
    """Undo `revoke`: the same address answers again."""
    _own(feed, actor)
    if Feed.objects.filter(pk=feed.pk).exclude(revoked_at=None).update(revoked_at=None):
        record("feed.brought_back", feed, actor=actor)


def _own(feed: Feed, actor: User) -> None:
    require(actor, "feed.use", feed)


def token_of(feed: Feed) -> str:
    """What stands in the address; "" where the key of the installation has changed since."""
    token = _token(feed)
    return token if _hash(token) == feed.token_hash else ""


def opened(token: str) -> Feed | None:
    """The feed of an address that is in force. One hash and one query, whatever was sent."""
    standing = Feed.objects.filter(token_hash=_hash(token[:_LONGEST]), revoked_at=None, user__is_active=True)
    return standing.select_related("user", "roadmap__node").first()


def note_reading(feed: Feed) -> None:
    """Its owner sees when the address was last asked."""
    now = timezone.now()
    if feed.read_at is None or now - feed.read_at >= NOTED_EVERY:
        Feed.objects.filter(pk=feed.pk).update(read_at=now)


def _token(feed: Feed) -> str:
    digest = salted_hmac("nastavnik.roadmaps.feed", str(feed.uid), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "ignore")).hexdigest()
