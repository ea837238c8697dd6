"""Three hundred hostile names: each stands in both files, whole and as text."""

from __future__ import annotations

import io
import itertools
import unicodedata

import pytest
from pypdf import PdfReader

from nastavnik.documents.reading import normal, read_tree
from nastavnik.documents.tree import Cell, Document, Row, Table
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from tests.documents.test_elements import words

SIGNS = [
    "&",
    "<b>",
    ">",
    "«Ё»",
    "'",
    "`",
    '"',
    "&amp;",
    "]]>",
    "{{ x }}",
    "#set",
    "$a$",
    "*",
    "_",
    "@",
    "\\n",
    "//",
    "/*",
    "~",
]
FAMILIES = ["Иванова-Смит", "О’Нил", "Гаджи-оглы", "ван дер Ли", "Щ" * 280, "Ёлкина", "Nguyễn", "Müller"]


def names():
    pairs = itertools.product(FAMILIES, SIGNS, ("Анна", "Пётр «мл.»"))
    return [f"{number}. {family} {sign} {given}" for number, (family, sign, given) in enumerate(pairs, start=1)][:300]


def bare(text):
    """Without what a line end of a page puts in or takes away."""
    text = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in text if not letter.isspace() and letter not in "\u200b\u2060\u00ad")


def papers():
    every = names()
    assert len(set(every)) == 300
    # One column and no number of the page: nothing stands between the halves of a name that a page divides.
    rows = tuple(Row((Cell((words(name),)),)) for name in every)
    return Document("Список", (*map(words, every), Table((90,), rows)), numbered=False)


def test_every_name_is_read_back_from_word():
    assert read_tree(write_docx(papers())) == normal(papers())


@pytest.mark.slow
def test_every_name_stands_in_the_pdf_twice():
    text = bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(papers()))).pages))

    assert [name for name in names() if text.count(bare(name)) < 2] == []
