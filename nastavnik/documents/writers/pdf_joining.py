"""Several PDFs as one file to print."""

from __future__ import annotations

import io
from collections.abc import Iterable

from pypdf import PdfWriter


def one_file(parts: Iterable[bytes]) -> bytes:
    """The pages of ``parts`` one after another, each as it is: its own feet, numbers of pages and mark."""
    writer = PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part), import_outline=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
