"""Encrypted files: one random name each, cut into pieces that are sealed one by one.

The pieces follow the STREAM construction: the nonce carries the number of the piece and whether it is the
last, so that pieces cannot be moved, dropped or cut off unnoticed, and a file of any size is read in little
memory.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.keyring import ring
from nastavnik.base.errors import DomainError

MAGIC = b"NSTV1\n"
PIECE = 64 * 1024
TAG = 16
PREFIX = 7


class FileMissing(DomainError):
    code = "file_missing"
    message = _("The file is no longer kept. Load it again if it is needed.")


class EncryptedFiles:
    """The store below ``NASTAVNIK_FILES``. A key is an opaque name; it says nothing of the file or its owner."""

    @property
    def root(self) -> Path:
        return Path(settings.NASTAVNIK_FILES)

    def save(self, node_id: int | None, stream: IO[bytes]) -> str:
        """Store ``stream`` under the key of the node (None: of the platform); gives the name to open it by."""
        name = uuid.uuid4().hex
        key = ring.key_for(node_id)
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_suffix(".part")
        with open(unfinished, "xb", opener=_private) as file:
            prefix = os.urandom(PREFIX)
            file.write(MAGIC + key.uid.bytes + prefix)
            for number, (piece, is_last) in enumerate(_pieces(stream)):
                file.write(key.cipher.encrypt(_nonce(prefix, number, is_last), piece, name.encode()))
            file.flush()
            os.fsync(file.fileno())
        # The name appears only when the file is whole: a crash leaves a .part and nothing else.
        unfinished.rename(path)
        return name

    def open(self, name: str) -> Iterator[bytes]:
        """The pieces of the file as they were given.

        Raises: FileMissing, ring.KeyLost; ring.Tampered in the middle, when a later piece was changed.
        """
        path = self._path(name)
        if not path.exists():
            raise FileMissing
        return self._read(path, name)

    def read(self, name: str) -> bytes:
        return b"".join(self.open(name))

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def _read(self, path: Path, name: str) -> Iterator[bytes]:
        with path.open("rb") as file:
            head = file.read(len(MAGIC) + 16 + PREFIX)
            if len(head) < len(MAGIC) + 16 + PREFIX or not head.startswith(MAGIC):
                raise ring.Tampered
            cipher = ring.key_by_id(uuid.UUID(bytes=head[len(MAGIC) : -PREFIX])).cipher
            sealed, number = file.read(PIECE + TAG), 0
            while True:
                following = file.read(PIECE + TAG)
                try:
                    yield cipher.decrypt(_nonce(head[-PREFIX:], number, not following), sealed, name.encode())
                except InvalidTag as error:
                    raise ring.Tampered from error
                if not following:
                    return
                sealed, number = following, number + 1

    def _path(self, name: str) -> Path:
        # A name that is not ours cannot lead out of the folder.
        return self.root / uuid.UUID(name).hex[:2] / uuid.UUID(name).hex


def _pieces(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    piece = stream.read(PIECE)
    while True:
        following = stream.read(PIECE)
        yield piece, not following
        if not following:
            return
        piece = following


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


files = EncryptedFiles()
