"""Giving a kept file back: as an attachment, never shown inside a page, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from nastavnik.base.headers import as_download


def attachment(pieces: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """Stream ``pieces`` under ``name``. Should a browser open it all the same, it opens in an empty sandbox."""
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    as_download(response)
    return response
