"""What proves a document: the code printed on it, the picture of its address, the bytes drawn from its tree."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass, replace
from importlib.metadata import version

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik.documents.contents import digest
from nastavnik.documents.tree import Document, Paragraph, Picture, Run
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf

# Grows with every change of the writers, or of how tags are filled, that changes bytes.
WRITERS = 3
RENDERER = f"{WRITERS}/typst {version('typst')}"
# Crockford's letters: none is taken for another.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL" + "ОАВСЕНКМРТХУ", "011" + "0ABCEHKMPTXY")
_LENGTH = 10
# The picture stands in the margin, further from the edge of the paper than printers leave white.
_QR_WIDTH, _MARGIN = 14.0, 20.0


@dataclass(frozen=True)
class Drawn:
    """The bytes of both forms."""

    docx: bytes
    pdf: bytes

    @property
    def docx_digest(self) -> str:
        return digest(self.docx)

    @property
    def pdf_digest(self) -> str:
        return digest(self.pdf)


def draw(document: Document) -> Drawn:
    """The same tree gives the same bytes as long as `RENDERER` is the same."""
    return Drawn(write_docx(document), write_pdf(document))


def new_code() -> str:
    """Fifty random bits and a letter that checks them."""
    body = "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))
    return body + _check(body)


def code_typed(text: str) -> str | None:
    """The code that somebody typed or scanned; None when it cannot be one."""
    code = "".join(letter for letter in text.upper().translate(_MISREAD) if letter.isalnum())
    if len(code) != _LENGTH + 1 or set(code) - set(_LETTERS) or _check(code[:-1]) != code[-1]:
        return None
    return code


def _check(body: str) -> str:
    """Finds one wrong letter and two that changed places."""
    return _LETTERS[sum(place * _LETTERS.index(letter) for place, letter in enumerate(body, start=2)) % 31]


def written_code(code: str) -> str:
    return "-".join((code[:4], code[4:8], code[8:]))


def address_of(code: str) -> str:
    return f"{settings.PUBLIC_URL}/v/{code}/"


def marked(document: Document, code: str, address: str) -> Document:
    """``document`` with ``address`` and code at the foot of every page and, below the words of the last, the picture
    of the address. Neither takes room from the words: no page is there for the mark alone."""
    with override("ru"):  # the language of documents, whoever looks
        note = _("Check this document: %(address)s") % {"address": address}
        shown = _("Code: %(code)s") % {"code": written_code(code)}
        picture = Picture(_qr(address), _QR_WIDTH, _("Picture of the address where the document is checked"))
    foot = (Paragraph((Run(line, size=8),), align="right") for line in (note, shown))
    page = replace(document.page, bottom=max(document.page.bottom, _MARGIN))
    return replace(document, page=page, footer=(*document.footer, *foot), seal=picture)


def _qr(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=4, border=1)
    return out.getvalue()
