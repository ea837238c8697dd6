"""Codes written on paper: drawn, grouped for the eye, and read back however they were typed. Pure."""

from __future__ import annotations

import secrets

# No letter or digit that looks or sounds like another; 20 signs, 12 places: 51 bits.
ALPHABET = "ABCEHKMPTXY234567890"
LENGTH = 12
GROUP = 4
# The Cyrillic twins of our letters, and what is read for a zero.
LOOK_ALIKES = str.maketrans("АВСЕНКМРТХУО", "ABCEHKMPTXY0")


def new_code() -> str:
    """Such as ``K3TX-P8MA-24HC``."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str:
    """The bare signs of ``typed``: any case, any separators, Russian letters for Latin ones; "" if it is no code."""
    plain = typed.upper().translate(LOOK_ALIKES).replace("O", "0")
    signs = "".join(sign for sign in plain if sign.isalnum())
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else ""
