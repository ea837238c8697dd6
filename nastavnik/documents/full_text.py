"""The index over what documents are found by: their kind, title and number. See `base.word_index`.

A kind is one word of the index, `kind_word`: how a kind is called is for the product to say, and may change. The
title of a document about people is left out, whatever was typed: no name gets into the index.
"""

from __future__ import annotations

import re

from nastavnik.base.word_index import Whole, WordIndex

PAPERS = WordIndex(
    "documents_paper_words",
    "documents_paper",
    ("code", "title", "number", "is_personal"),
    "'kind' || replace({row}code, '_', '') || ' ' || CASE WHEN {row}is_personal THEN '' ELSE {row}title END"
    " || ' ' || {row}number || ' ' || replace(replace(replace({row}number, '-', 'q'), '/', 'q'), '.', 'q')",
    folds=True,
)


def kind_word(code: str) -> Whole:
    return Whole(f"kind{code.replace('_', '').lower()}")


def number_word(number: str) -> str:
    """A number with signs in it as one word, so that 77-од is met neither by 77 of a title nor by every -од."""
    return re.sub("[-/.]", "q", number)


def told(code: str, title: str, number: str, is_personal: bool) -> str:
    """What the index holds of a document."""
    return f"{kind_word(code)} {'' if is_personal else title} {number} {number_word(number)}"
