"""Names of rows in the outside world: a UUIDv7 in addresses, API, audit, files and exports."""

from __future__ import annotations

import os
import time
import uuid

from django.db import models

from nastavnik.base.privacy import Privacy

# The version 7 and the variant 0b10, and the bits that stay for chance.
_VERSION = 0x7 << 76 | 0x2 << 62
_RANDOM = (1 << 80) - 1 & ~(0xF << 76 | 0x3 << 62)


def new_uid() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits, so that indexes grow at one end."""
    millis = time.time_ns() // 1_000_000 & (1 << 48) - 1
    return uuid.UUID(int=millis << 80 | int.from_bytes(os.urandom(10), "big") & _RANDOM | _VERSION)


def new_uid_text() -> str:
    """`new_uid` as text with its dashes, for writers of many rows: an object costs more than all the rest."""
    millis = time.time_ns() // 1_000_000 & (1 << 48) - 1
    digits = f"{millis << 80 | int.from_bytes(os.urandom(10), 'big') & _RANDOM | _VERSION:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class Named(models.Model):
    """A row that the outside world may name. The bigint key never leaves the server."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)

    privacy = Privacy(P0="uid")

    class Meta:
        abstract = True
