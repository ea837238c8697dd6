"""The child of `scan_pages`: opens the file that comes by standard input and prints its pages, one a line.

`python -m nastavnik.people.scan_child KIND FIRST COUNT SECONDS MEGABYTES`. Each page is drawn anew, so that nothing
of the file but its picture goes on; what stands in square codes on it is read. The last line is {"end": how many
pages the file has}, or {"code": …} of a refusal.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]  # the package brings no types
import zxingcpp
from PIL import Image, ImageFilter, ImageOps, JpegImagePlugin, PngImagePlugin

from nastavnik.confined import forbid, limit

MOST_PIXELS = 60_000_000
MOST_PAGES = 3_000
# A4 at 200 dots an inch; a code of 2 cm has some 160 of them.
_DOTS, _LONGEST = 200, 2400
_QUALITY = 72
_SQUARE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
# Loaded here: later on nothing may be opened.
_FORMATS = {"jpg": JpegImagePlugin.JpegImageFile.format, "png": PngImagePlugin.PngImageFile.format}


class Unreadable(Exception):
    """``code`` says why: damaged, locked, too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def pages(content: bytes, kind: str, first: int, count: int) -> Iterator[tuple[int, Image.Image]]:
    """How many pages there are, with each of those from ``first`` on. Raises: Unreadable."""
    if kind != "pdf":
        yield 1, _picture(content, kind)
        return
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("locked" if "assword" in str(error) else "damaged") from error
    whole = len(document)
    if not whole or whole > MOST_PAGES:
        raise Unreadable("too_large" if whole else "damaged")
    for number in range(first, min(first + count, whole)):
        page = document[number]
        width, height = page.get_size()
        scale = min(_DOTS / 72, _LONGEST / max(width, height, 1))
        yield whole, page.render(scale=scale).to_pil().convert("RGB")
        page.close()


def _picture(content: bytes, kind: str) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind] or ""]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable("too_large")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("damaged") from error
    upright.thumbnail((_LONGEST, _LONGEST))
    return upright


def codes(picture: Image.Image) -> list[str]:
    """What the square codes on it say; pale, spotted and blurred ones are tried again in other ways."""
    grey = picture.convert("L")
    for changed in _ways(grey):
        if found := zxingcpp.read_barcodes(changed, formats=_SQUARE):
            return [one.text for one in found]
    return []


def _ways(grey: Image.Image) -> Iterator[Image.Image]:
    yield grey
    yield ImageOps.autocontrast(grey.filter(ImageFilter.MedianFilter(3)), cutoff=2)
    yield grey.resize((grey.width // 2, grey.height // 2), Image.Resampling.BOX)
    yield ImageOps.autocontrast(grey.filter(ImageFilter.GaussianBlur(1.5)), cutoff=5)
    yield grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)


def _told(picture: Image.Image) -> dict[str, object]:
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=_QUALITY)
    return {"codes": codes(picture), "picture": base64.b64encode(drawn.getvalue()).decode()}


def main(arguments: list[str]) -> int:
    kind = arguments[0]
    first, count, seconds, megabytes = map(int, arguments[1:])
    content = sys.stdin.buffer.read()
    limit(seconds, megabytes)
    sys.addaudithook(forbid)
    last: dict[str, object] = {"code": "damaged"}
    try:
        for whole, picture in pages(content, kind, first, count):
            sys.stdout.write(json.dumps(_told(picture)) + "\n")
            sys.stdout.flush()
            last = {"end": whole}
    except Unreadable as refusal:
        last = {"code": refusal.code}
    except MemoryError:
        last = {"code": "too_large"}
    except Exception:  # a stranger's file must not bring a traceback to anybody's screen
        last = {"code": "damaged"}
    sys.stdout.write(json.dumps(last) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
