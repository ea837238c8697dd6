"""The archive around the parts of a document, byte for byte what `zipfile` writes without a clock.

Most parts of one document are those of the next: what they are packed into is remembered, which is most of the work.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_LEVEL = 6
#: Version 2.0, no flags, deflated; the first day of 1980.
_NEEDED, _FLAGS, _METHOD, _TIME, _DAY = 20, 0, 8, 0, 33
_UNIX, _ATTRIBUTES = 3, 0o600 << 16
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_MOST = 2**32 - 1


class Part(NamedTuple):
    """``is_usual``: other documents have the very same part, and it holds nobody's words."""

    name: str
    data: bytes
    is_usual: bool = False


class _Packed(NamedTuple):
    data: bytes
    checksum: int


def pack(parts: Iterable[Part]) -> bytes:
    """The same parts in the same order give the same bytes.

    Raises:
        OverflowError: more than an archive without extensions holds.
    """
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for part in parts:
        packed = _usual(part.data) if part.is_usual else _packed(part.data)
        name = part.name.encode("ascii")
        sizes = (packed.checksum, len(packed.data), len(part.data))
        head = _LOCAL.pack(b"PK\3\4", _NEEDED, _FLAGS, _METHOD, _TIME, _DAY, *sizes, len(name), 0)
        entry = (b"PK\1\2", _NEEDED, _UNIX, _NEEDED, 0, _FLAGS, _METHOD, _TIME, _DAY, *sizes, len(name))
        directory += (_CENTRAL.pack(*entry, 0, 0, 0, 0, _ATTRIBUTES, at), name)
        pieces += (head, name, packed.data)
        at += len(head) + len(name) + len(packed.data)
    length = sum(map(len, directory))
    if at + length > _MOST:
        raise OverflowError("an archive of more than four gigabytes")
    count = len(directory) // 2
    return b"".join((*pieces, *directory, _END.pack(b"PK\5\6", 0, 0, count, count, length, at, 0)))


def _packed(data: bytes) -> _Packed:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return _Packed(packer.compress(data) + packer.flush(), zlib.crc32(data))


_usual = lru_cache(maxsize=256)(_packed)
