"""How much one request may bring. What is larger is refused before a byte of it is read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

#: Scans of consents are the largest that anybody puts in; a visitor compares one document.
MOST_BYTES = 310 * 1024 * 1024
MOST_BYTES_OF_VISITORS = 55 * 1024 * 1024


class Ceiling(FileUploadHandler):
    """Stands before the handlers that keep what comes."""

    def handle_raw_input(self, input_data: Any, meta: Any, content_length: int, *more: Any) -> None:
        user = getattr(self.request, "user", None)
        most = MOST_BYTES if user is not None and user.is_authenticated else MOST_BYTES_OF_VISITORS
        if content_length > most:
            raise RequestDataTooBig("The request is larger than the platform takes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
