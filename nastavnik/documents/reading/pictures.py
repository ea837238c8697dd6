"""Pictures of strangers: PNG only, drawn once to see that they can be, without what a camera wrote into them."""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Iterator

_HEAD = b"\x89PNG\r\n\x1a\n"
_DRAWN = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000


def bare(png: bytes) -> bytes:
    """``png`` with nothing in it but what is drawn. Raises ValueError where the bytes are no PNG."""
    return _HEAD + b"".join(whole for name, whole in _chunks(png) if name in _DRAWN)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, the whole chunk), the last one being IEND."""
    if not png.startswith(_HEAD):
        raise ValueError("no PNG")
    at = len(_HEAD)
    while True:
        length, name = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        end = at + 12 + length
        if len(name) < 4 or end > len(png) or zlib.crc32(png[at + 4 : end - 4]) != int.from_bytes(png[end - 4 : end]):
            raise ValueError("a broken chunk")
        yield name, png[at:end]
        if name == b"IEND":
            return
        at = end


def is_drawable(png: bytes) -> bool:
    """Whether the picture can be drawn and is of a sane size."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
                if picture.width * picture.height > MOST_PIXELS or not (picture.width and picture.height):
                    return False
                picture.load()
    except (
        UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):  # fmt: skip
        return False
    return True
