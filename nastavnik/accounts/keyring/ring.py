"""The keys: made on first use, unwrapped once per process, rotated without touching what they sealed."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import time
import uuid
from collections.abc import Callable, Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.keyring.tokens import NONCE_BYTES, Key, body_of, opened_together, uid_of
from nastavnik.accounts.models.keys import DataKey
from nastavnik.base.errors import DomainError

KEY_BYTES = 32
DATA, INDEX = DataKey.Purpose.DATA, DataKey.Purpose.INDEX


# What this process has unwrapped. Ids are random, so a key that was rolled back is never taken for another.
_known: dict[uuid.UUID, Key] = {}
# The same keys by the heads of the tokens that they sealed.
_named: dict[str, Key] = {}
# What seals now, for keys old enough to be surely committed: nothing is sealed by a key that may vanish.
_in_use: dict[tuple[int | None, str], tuple[Key, float]] = {}
SETTLED = dt.timedelta(hours=1)
REMEMBERED_SECONDS = 60.0
# Keys that one query fetches.
AT_ONCE = 500


class KeyLost(DomainError):
    """The master key that wrapped a data key is not among those of the settings, or the key row is gone."""

    code = "key_lost"
    message = _("These data cannot be opened: the key is missing. Tell the technical administrator.")


class Tampered(DomainError):
    code = "tampered"
    message = _("These data were changed past the platform and cannot be opened. Tell the technical administrator.")


def key_for(node_id: int | None, purpose: str = DATA) -> Key:
    """The key that seals for the node now (None: for the platform)."""
    remembered = _in_use.get((node_id, purpose))
    if remembered and remembered[1] > time.monotonic():
        return remembered[0]
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
    key = _learn(row)
    if row.made_at < timezone.now() - SETTLED:
        _in_use[node_id, purpose] = (key, time.monotonic() + REMEMBERED_SECONDS)
    return key


def key_by_id(uid: uuid.UUID) -> Key:
    """The key that sealed something, retired or not. Raises: KeyLost."""
    if key := _known.get(uid):
        return key
    row = DataKey.objects.filter(uid=uid).first()
    if row is None:
        raise KeyLost(key=str(uid))
    return _learn(row)


def forget() -> None:
    """Drop the keys that this process holds in memory."""
    _known.clear()
    _named.clear()
    _in_use.clear()


class Sealer:
    """Seals many values of one node by the key in force when it was made: for one transaction, not for keeps."""

    __slots__ = ("_index", "node_id", "seal")

    def __init__(self, node_id: int | None) -> None:
        self.node_id = node_id
        #: What is sealed and what it is bound to → token.
        self.seal: Callable[[bytes, str], str] = key_for(node_id).seal
        self._index: Key | None = None

    def digest(self, text: str, bound_to: str) -> str:
        if self._index is None:
            self._index = key_for(self.node_id, INDEX)
        return self._index.digest(text, bound_to)


def sealer(node_id: int | None) -> Sealer:
    """One look at the keys for as many values as there are."""
    return Sealer(node_id)


def seal(text: str, *, node_id: int | None, bound_to: str) -> str:
    """``text`` as a token that opens only together with ``bound_to``."""
    return key_for(node_id).seal(text.encode(), bound_to)


def unseal(token: str, *, bound_to: str) -> str:
    """Raises: KeyLost; Tampered: the token was changed or belongs to another place."""
    return unsealed(token, bound_to).decode()


def unsealed(token: str, bound_to: str) -> bytes:
    """`unseal` of what need not be text. Raises: KeyLost, Tampered."""
    head, _dot, body = token.rpartition(".")
    try:
        key = _named.get(head) or _name(head)
        sealed = body_of(head[0], body)
    except ValueError as error:
        raise Tampered from error
    try:
        return key.open(sealed, bound_to)
    except InvalidTag as error:
        raise Tampered(key=str(key.uid)) from error


def unseal_many(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The texts of ``(token, bound_to)``, in order; the keys that are not known yet cost one query together.

    Raises: KeyLost, Tampered: of the first that does not open.
    """
    wanted = list(pairs)
    tokens, places = [token for token, _place in wanted], [place.encode() for _token, place in wanted]
    return [text.decode() for text in open_many(tokens, places)]


def open_many(tokens: list[str], places: list[bytes]) -> list[bytes]:
    """`unseal_many` of tokens and what each is bound to, the texts as bytes."""
    head = tokens[0].rpartition(".")[0] if tokens else ""
    start, size = f"{head}.", len(head) + 1
    if head.startswith("2") and all(token.startswith(start) for token in tokens):
        with contextlib.suppress(ValueError, KeyLost, InvalidTag):  # which of them it is, is told below
            decrypt = (_named.get(head) or _name(head)).decrypt
            return opened_together(decrypt, [token[size:] for token in tokens], places)
    _learn_all({token.rpartition(".")[0] for token in tokens})
    return [unsealed(token, place.decode()) for token, place in zip(tokens, places, strict=True)]


def know(tokens: Iterable[str]) -> None:
    """Fetch the keys of ``tokens``: whoever opens these afterwards, in another thread too, asks no database.

    Raises: KeyLost, Tampered.
    """
    heads = {token.rpartition(".")[0] for token in tokens}
    _learn_all(heads)
    for head in heads - _named.keys():
        try:
            _name(head)
        except ValueError as error:
            raise Tampered from error


def digest(text: str, *, node_id: int | None, bound_to: str) -> str:
    """A keyed digest of ``text`` for looking it up: equal texts of one place and node give equal digests."""
    return key_for(node_id, INDEX).digest(text, bound_to)


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
    for row in to_rewrap().order_by("pk").iterator():
        wrapped = _wrap(unwrap(row), row.uid, current)
        done += DataKey.objects.filter(pk=row.pk, master=row.master).update(wrapped=wrapped, master=_mark(current))
    return done


def _name(head: str) -> Key:
    """Raises: KeyLost; ValueError: no name of a key."""
    key = _named[head] = key_by_id(uid_of(head))
    return key


def _learn(row: DataKey) -> Key:
    if row.uid not in _known:
        _known[row.uid] = Key(row.uid, unwrap(row))
    return _known[row.uid]


def _learn_all(heads: Iterable[str]) -> None:
    """Fetch the keys of ``heads`` that this process does not know; what names no key is told when it is opened."""
    missing = []
    for head in heads:
        with contextlib.suppress(ValueError):
            if head not in _named and (uid := uid_of(head)) not in _known:
                missing.append(uid)
    for start in range(0, len(missing), AT_ONCE):
        for row in DataKey.objects.filter(uid__in=missing[start : start + AT_ONCE]):
            _learn(row)


def unwrap(row: DataKey) -> bytes:
    """The bytes of a key, from the database and not from memory. Raises: KeyLost, Tampered."""
    master = next((master for master in _masters() if _mark(master) == row.master), None)
    if master is None:
        raise KeyLost(key=str(row.uid))
    return _opened(row.uid, bytes(row.wrapped), master)


def to_rewrap() -> QuerySet[DataKey]:
    """The keys that another master key wraps than the first of the settings."""
    return DataKey.objects.exclude(master=_mark(_masters()[0]))


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
