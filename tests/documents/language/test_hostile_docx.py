"""The same payloads on the way they really come: in a DOCX, in its text and in every corner that Word has."""

from __future__ import annotations

import pytest

from nastavnik.documents.language import AsWritten, Refused, check, compiled
from nastavnik.documents.reading import read_tree
from nastavnik.documents.texts import escaped, writable
from nastavnik.documents.writers.docx import write_docx
from tests.documents.language.test_hostile import DATA, FORM, PAYLOADS, everywhere, watched
from tests.documents.reading.hostile import good, packed, run

#: What is dropped on the way, soft hyphens and marks of direction, could leave a plain tag of ours behind.
SHORT = [
    payload
    for payload in PAYLOADS
    if not payload.is_long and "\u00ad" not in payload.text and writable(payload.text) == payload.text
]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def outcome(data: bytes) -> str:
    """What becomes of a file that somebody uploads as a template."""
    try:
        document = read_tree(data)
    except Refused as refusal:
        return "refused" if refusal.faults else "refused without a reason"
    if check(document, FORM):
        return "fault"
    return "text" if compiled(document, FORM).fill(DATA, words=AsWritten()) == document else "EXECUTED"


def notes(kind: str, text: str) -> dict[str, bytes | None]:
    words = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return {f"word/{kind}s.xml": f'<w:{kind}s {W}><w:{kind} w:id="1">{words}</w:{kind}></w:{kind}s>'.encode()}


def corners(payload: str) -> dict[str, bytes]:
    text = escaped(payload)
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    properties = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">{text}</Properties>'
    return {
        "footnote": packed(notes("footnote", text), run('<w:footnoteReference w:id="1"/>')),
        "endnote": packed(notes("endnote", text), run('<w:endnoteReference w:id="1"/>')),
        "comment": packed(notes("comment", text), run('<w:commentReference w:id="1"/>')),
        "text box": run(f'<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">{box}</v:shape></w:pict>'),
        "field": run(
            f'<w:fldChar w:fldCharType="begin"/><w:instrText>{text}</w:instrText>'
            '<w:fldChar w:fldCharType="separate"/><w:t>1</w:t><w:fldChar w:fldCharType="end"/>'
        ),
        "simple field": run(f'<w:fldSimple w:instr="{text}"/>'),
        "properties": packed({"docProps/custom.xml": properties.encode(), "docProps/app.xml": properties.encode()}),
        "unused notes": packed(notes("footnote", text)),
    }


REFUSED = {"footnote", "endnote", "comment", "text box", "field"}


@pytest.mark.parametrize("payload", SHORT[::150], ids=lambda payload: payload.text[:20])
def test_in_the_corners_of_a_docx_it_is_refused_or_never_looked_at(payload):
    files = corners(payload.text)
    assert outcome(good()) == "text"  # and whatever is loaded at the first reading is loaded
    with watched() as deeds:
        found = {corner: outcome(data) for corner, data in files.items()}
    assert {corner for corner, told in found.items() if told == "refused"} >= REFUSED
    assert set(found.values()) <= {"refused", "text"}
    assert deeds == []


@pytest.mark.slow
def test_in_the_text_of_a_docx_each_is_refused_or_printed():
    wrong = []
    for payload in SHORT:
        told = outcome(write_docx(everywhere(payload.text)))
        if told != payload.outcome:
            wrong.append((payload.text, told))
    assert wrong == []


@pytest.mark.slow
def test_in_the_corners_of_a_docx_more_of_them_are_not_executed():
    wrong = []
    for payload in SHORT[::6]:
        found = {corner: outcome(data) for corner, data in corners(payload.text).items()}
        wrong += [(payload.text, corner, told) for corner, told in found.items() if told not in ("refused", "text")]
    assert wrong == []
