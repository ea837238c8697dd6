"""The keys: made on first use, unwrapped once per process, rotated without touching what they sealed."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
import time
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models.keys import DataKey
from nastavnik.base.errors import DomainError

KEY_BYTES = 32
NONCE_BYTES = 12
DATA, INDEX = DataKey.Purpose.DATA, DataKey.Purpose.INDEX


# What this process has unwrapped. Ids are random, so a key that was rolled back is never taken for another.
_known: dict[uuid.UUID, bytes] = {}
# What seals now, for keys old enough to be surely committed: nothing is sealed by a key that may vanish.
_in_use: dict[tuple[int | None, str], tuple[uuid.UUID, bytes, float]] = {}
SETTLED = dt.timedelta(hours=1)
REMEMBERED_SECONDS = 60.0


class KeyLost(DomainError):
    """The master key that wrapped a data key is not among those of the settings, or the key row is gone."""

    code = "key_lost"
    message = _("These data cannot be opened: the key is missing. Tell the technical administrator.")


class Tampered(DomainError):
    code = "tampered"
    message = _("These data were changed past the platform and cannot be opened. Tell the technical administrator.")


def key_for(node_id: int | None, purpose: str = DATA) -> tuple[uuid.UUID, bytes]:
    """The id and the bytes of the key that seals for the node now (None: for the platform)."""
    remembered = _in_use.get((node_id, purpose))
    if remembered and remembered[2] > time.monotonic():
        return remembered[:2]
    row = _current(node_id, purpose)
    if row is None:
        try:
            with transaction.atomic():
                row = _make(node_id, purpose)
        except IntegrityError:
            # Another process made it between our look and our write.
            row = _current(node_id, purpose)
            if row is None:
                raise
    key = _unwrap(row)
    if row.made_at < timezone.now() - SETTLED:
        _in_use[node_id, purpose] = (row.uid, key, time.monotonic() + REMEMBERED_SECONDS)
    return row.uid, key


def key_by_id(uid: uuid.UUID) -> bytes:
    """The key that sealed something, retired or not. Raises: KeyLost."""
    if key := _known.get(uid):
        return key
    row = DataKey.objects.filter(uid=uid).first()
    if row is None:
        raise KeyLost(key=str(uid))
    _known[uid] = _unwrap(row)
    return _known[uid]


def forget() -> None:
    """Drop the keys that this process holds in memory."""
    _known.clear()
    _in_use.clear()


def seal(text: str, *, node_id: int | None, bound_to: str) -> str:
    """``text`` as a token that opens only together with ``bound_to``."""
    uid, key = key_for(node_id)
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())
    return f"1.{uid.hex}.{sealed.hex()}"


def unseal(token: str, *, bound_to: str) -> str:
    """Raises: KeyLost; Tampered: the token was changed or belongs to another place."""
    version, _sep, rest = token.partition(".")
    name, _sep, body = rest.partition(".")
    try:
        if version != "1":
            raise ValueError(version)
        uid, sealed = uuid.UUID(name), bytes.fromhex(body)
    except ValueError as error:
        raise Tampered from error
    try:
        return AESGCM(key_by_id(uid)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode()).decode()
    except InvalidTag as error:
        raise Tampered(key=str(uid)) from error


def digest(text: str, *, node_id: int | None, bound_to: str) -> str:
    """A keyed digest of ``text`` for looking it up: equal texts of one place and node give equal digests."""
    _uid, key = key_for(node_id, INDEX)
    return hmac.new(key, f"{bound_to}\0{text}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def rotate(node_id: int | None) -> uuid.UUID:
    """Seal with a new key from now on; what the old one sealed still opens."""
    _in_use.pop((node_id, DATA), None)
    _in_force(node_id, DATA).update(retired_at=timezone.now())
    return _make(node_id, DATA).uid


def rewrap() -> int:
    """Wrap by the first master key all data keys that an older one wraps; gives how many. Repeatable."""
    current = _masters()[0]
    done = 0
    for row in DataKey.objects.exclude(master=_mark(current)).order_by("pk").iterator():
        wrapped = _wrap(_unwrap(row), row.uid, current)
        done += DataKey.objects.filter(pk=row.pk, master=row.master).update(wrapped=wrapped, master=_mark(current))
    return done


def _in_force(node_id: int | None, purpose: str) -> QuerySet[DataKey]:
    whose = Q(node_id=node_id) if node_id is not None else Q(node=None)
    return DataKey.objects.filter(whose, purpose=purpose, retired_at=None)


def _current(node_id: int | None, purpose: str) -> DataKey | None:
    return _in_force(node_id, purpose).first()


def _make(node_id: int | None, purpose: str) -> DataKey:
    row = DataKey(node_id=node_id, purpose=purpose, master=_mark(_masters()[0]))
    row.wrapped = _wrap(os.urandom(KEY_BYTES), row.uid, _masters()[0])
    row.save(force_insert=True)
    return row


def _wrap(key: bytes, uid: uuid.UUID, master: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(master).encrypt(nonce, key, uid.bytes)


def _unwrap(row: DataKey) -> bytes:
    master = next((master for master in _masters() if _mark(master) == row.master), None)
    if master is None:
        raise KeyLost(key=str(row.uid))
    return _opened(row.uid, bytes(row.wrapped), master)


def _opened(uid: uuid.UUID, wrapped: bytes, master: bytes) -> bytes:
    try:
        return AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], uid.bytes)
    except InvalidTag as error:
        raise Tampered(key=str(uid)) from error


def _masters() -> list[bytes]:
    """The master keys of the settings, the one that wraps first; older ones stand after it during a rotation."""
    return [hashlib.sha256(b"master:" + word.encode()).digest() for word in settings.NASTAVNIK_MASTER_KEY.split(",")]


def _mark(master: bytes) -> str:
    return hashlib.sha256(b"mark:" + master).hexdigest()[:16]
