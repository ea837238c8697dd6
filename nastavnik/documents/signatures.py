"""Files of detached electronic signatures (CMS, RFC 5652): for which bytes one was made. Pure.

Whose certificate signed, and whether it is trusted, is for a certified program to say; here only the digest inside
the file is compared. Digests by ГОСТ Р 34.11 cannot be counted here: then the answer is that nobody knows.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from asn1crypto import cms

_KNOWN = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
MATCHES, DIFFERS, UNKNOWN = "matches", "differs", "unknown"


@dataclass(frozen=True)
class Detached:
    """``digests`` are pairs of algorithm and value, one for each signer who signed a digest."""

    digests: tuple[tuple[str, bytes], ...]

    def finding(self, contents: Iterable[bytes]) -> str:
        """``MATCHES`` when every signer signed one of ``contents``."""
        kept = list(contents)
        if not self.digests or any(name not in _KNOWN for name, _value in self.digests):
            return UNKNOWN
        fits = [any(_KNOWN[name](one).digest() == value for one in kept) for name, value in self.digests]
        return MATCHES if all(fits) else DIFFERS


def read_detached(data: bytes) -> Detached | None:
    """None: these bytes are no signature of contents kept elsewhere. DER, or the same in base64 with or without a
    frame of PEM."""
    try:
        info = cms.ContentInfo.load(_binary(data), strict=True)
        if info["content_type"].native != "signed_data":
            return None
        signed = info["content"]
        if signed["encap_content_info"]["content"].native is not None or not len(signed["signer_infos"]):
            return None
        return Detached(tuple(found for signer in signed["signer_infos"] if (found := _digest(signer)) is not None))
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError, binascii.Error):
        return None


def _digest(signer: cms.SignerInfo) -> tuple[str, bytes] | None:
    name = signer["digest_algorithm"]["algorithm"].native
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            return str(name), bytes(attribute["values"][0].native)
    return None


def _binary(data: bytes) -> bytes:
    if data[:1] == b"\x30":
        return data
    text = data.decode("ascii", errors="strict") if data.isascii() else ""
    if not text.strip():
        raise ValueError
    lines = [line.strip() for line in text.splitlines() if not line.startswith("-----")]
    return base64.b64decode("".join(lines), validate=True)
