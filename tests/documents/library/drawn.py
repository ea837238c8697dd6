"""Templates of the product filled with their samples, and the words that come out."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pypdf import PdfReader

from nastavnik.documents.language import AsWritten, Words, compiled
from nastavnik.documents.language.compiling import Compiled
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.tree import Block, Document, List, Paragraph, Table
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.org.services.shipped import lists

# What an organisation is called at the least, and nothing more.
NAMED = {"name": "ГБОУ гимназия № 27"}
NOBREAK = "\N{NO-BREAK SPACE}"


@cache
def shipped(code: str) -> list[dict[str, Any]]:
    """Lines of a reference list as they are written in its file."""
    return [line.data for each in lists() if each.code == code for line in each.lines]


@cache
def template(code: str) -> Compiled:
    built = TEMPLATES[code]
    return compiled(built.document, built.form)


def sample(code: str, words: Words | None = None, **answers: Any) -> Document:
    return template(code).fill({**TEMPLATES[code].form.sample(), **answers}, words=words or AsWritten())


def bare(code: str) -> Document:
    """A draft with what must be there, and the organisation's name alone."""
    form = TEMPLATES[code].form
    needed = {field.name for field in form.own if field.required}
    data: Mapping[str, Any] = {name: value for name, value in form.sample().items() if name in needed}
    data = {name: value for name, value in data.items() if name not in ("number", "date")}
    return template(code).fill({**data, "org": NAMED, "draft": True}, words=AsWritten())


def lines(document: Document) -> list[str]:
    return [line for block in document.blocks for line in _lines(block)]


def text(document: Document) -> str:
    """Every line, with plain spaces."""
    return "\n".join(lines(document)).replace(NOBREAK, " ")


def pages(document: Document) -> int:
    return len(PdfReader(io.BytesIO(write_pdf(document))).pages)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, List):
        for item in block.items:
            yield item.paragraph.text
            if item.inner is not None:
                yield from _lines(item.inner)
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                for each in cell.blocks:
                    yield from _lines(each)
