"""The form of a sealed text: ``2.KEY.BODY``, both parts in the base64 of addresses without padding.

BODY is the nonce and what AES-GCM made of the text. Tokens of version 1, in hexadecimal, still open. Only the
one spelling that sealing writes is read, so that a token with any sign changed is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import string
import uuid
from collections.abc import Callable

import pybase64
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_ALPHABET = b"-_"

# By the number of signs over a multiple of four: the padding, and the signs that may stand last, for their spare
# bits are zero in what sealing writes. One sign over is no base64.
_USUAL = frozenset(string.ascii_letters + string.digits + "-_")
_END: tuple[tuple[str, frozenset[str]] | None, ...] = (
    ("", _USUAL),
    None,
    ("==", frozenset("AQgw")),
    ("=", frozenset("AEIMQUYcgkosw048")),
)
_LAST = tuple(end[1] if end else frozenset[str]() for end in _END)
# Among many in one string there is no padding: signs that stand for zeros fill each up.
_FILL = ("", "", "AA", "A")


class Key:
    """A key unwrapped, with everything that does not depend on the text made once."""

    __slots__ = ("_encrypt", "_head", "_mac", "cipher", "decrypt", "uid")

    def __init__(self, uid: uuid.UUID, secret: bytes) -> None:
        self.uid = uid
        self.cipher = AESGCM(secret)
        self._encrypt, self.decrypt = self.cipher.encrypt, self.cipher.decrypt
        self._head = f"2.{_text(uid.bytes)}."
        self._mac = hmac.new(secret, digestmod=hashlib.sha256)

    def seal(self, data: bytes, bound_to: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        return self._head + _text(nonce + self._encrypt(nonce, data, bound_to.encode()))

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        """Raises: InvalidTag."""
        return self.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())

    def digest(self, text: str, bound_to: str) -> str:
        mac = self._mac.copy()
        mac.update(f"{bound_to}\0{text}".encode())
        return mac.hexdigest()


def uid_of(head: str) -> uuid.UUID:
    """The key that a token without its body names. Raises: ValueError: not as sealing writes it."""
    version, name = head.split(".")
    return uuid.UUID(bytes=body_of(version, name))


def body_of(version: str, text: str) -> bytes:
    """What a part of a token stands for. Raises: ValueError: not as sealing writes it."""
    if version == "2":
        end = _END[len(text) % 4]
        if end is None or text[-1:] not in end[1] or "+" in text or "/" in text:
            raise ValueError(version)
        return pybase64.b64decode(text + end[0], _ALPHABET, validate=True)
    data = bytes.fromhex(text)
    if version != "1" or data.hex() != text:
        raise ValueError(version)
    return data


def opened_together(
    decrypt: Callable[[bytes, bytes, bytes], bytes], bodies: list[str], places: list[bytes]
) -> list[bytes]:
    """What lies in many bodies of version 2, all of the key of ``decrypt``, decoded in one go.

    Raises: InvalidTag; ValueError: one of them is not as sealing writes it.
    """
    if not all(body[-1:] in _LAST[len(body) % 4] for body in bodies):
        raise ValueError("2")
    whole = "".join([body + _FILL[len(body) % 4] for body in bodies])
    if "+" in whole or "/" in whole:
        raise ValueError("2")
    data = pybase64.b64decode(whole, _ALPHABET, validate=True)
    found, start = [], 0
    for body, place in zip(bodies, places, strict=True):
        size = len(body)
        middle = start + NONCE_BYTES
        found.append(decrypt(data[start:middle], data[middle : start + size * 3 // 4], place))
        start += (size + 3) // 4 * 3
    return found


def _text(data: bytes) -> str:
    return pybase64.b64encode_as_string(data, _ALPHABET).rstrip("=")
