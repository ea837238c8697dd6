"""Our archive is the one that the standard library would have written."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.documents.writers import archive
from nastavnik.documents.writers.archive import Part, pack

names = st.text("abcxyz/._[]", min_size=1, max_size=20)


@given(st.lists(st.builds(Part, names, st.binary(max_size=2_000), st.booleans()), unique_by=lambda part: part.name))
def test_the_bytes_are_those_of_zipfile(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as expected:
        for part in parts:
            info = zipfile.ZipInfo(part.name)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            expected.writestr(info, part.data)
    assert pack(parts) == out.getvalue()


def test_an_archive_too_large_for_its_directory_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "_MOST", 100)
    with pytest.raises(OverflowError):
        pack([Part("a.xml", bytes(range(200)))])
