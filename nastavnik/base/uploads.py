"""Files that people add and others open: an allow-list, told by content and extension together.

Pictures are drawn anew and lose what the camera wrote into them (security rules, section 7). Documents that
are only kept and given back are not parsed; a document that is read goes through `roadmaps.reader`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import IO

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError

MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 2000
MOST_PIXELS = 40_000_000
# What an office file of each kind must hold, and what no file may.
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml", "ods": "content.xml"}
FORBIDDEN = ("vbaproject.bin", "basic/", "scripts/", "encryptedpackage")


class UploadRefused(DomainError):
    code = "upload_refused"
    message = _("This file cannot be added. Use DOCX, XLSX, ODT, ODS, PDF, JPG or PNG.")


class UploadTooLarge(UploadRefused):
    code = "upload_too_large"
    message = _("The file is larger than 20 MB. Make it smaller or split it.")


class UploadDamaged(UploadRefused):
    code = "upload_damaged"
    message = _("The file is damaged or is not what its name says. Open it, save it again and add the new file.")


class UploadWithMacros(UploadRefused):
    code = "upload_macros"
    message = _("The file holds macros or is encrypted. Save it without macros and without a password.")


def admitted(file: IO[bytes], name: str) -> IO[bytes]:
    """The file as it may be kept, at its beginning.

    Raises:
        UploadRefused: the type is not on the list, or the content is not what the name says.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UploadTooLarge
    kind = name.rpartition(".")[2].lower()
    check = CHECKS.get(kind)
    if check is None:
        raise UploadRefused
    return io.BytesIO(check(content, kind))


def _office(content: bytes, kind: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part.filename.lower() for part in archive.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UploadDamaged from error
    if any(part.endswith(mark) or part.startswith(mark) for part in parts for mark in FORBIDDEN):
        raise UploadWithMacros
    if len(parts) > MOST_PARTS or OFFICE[kind] not in parts:
        raise UploadDamaged
    return content


def _pdf(content: bytes, kind: str) -> bytes:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise UploadDamaged
    return content


def _picture(content: bytes, kind: str) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    form = "PNG" if kind == "png" else "JPEG"
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UploadTooLarge
            upright = ImageOps.exif_transpose(picture)
            drawn = io.BytesIO()
            upright.convert("RGB" if form == "JPEG" else "RGBA").save(drawn, form)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UploadDamaged from error
    return drawn.getvalue()


CHECKS: dict[str, Callable[[bytes, str], bytes]] = {
    **dict.fromkeys(OFFICE, _office),
    "pdf": _pdf,
    **dict.fromkeys(("jpg", "jpeg", "png"), _picture),
}
