"""The index over the words of lines: see `base.word_index`."""

from __future__ import annotations

from nastavnik.base.word_index import WordIndex

LINES = WordIndex("roadmaps_line_words", "roadmaps_roadmapline", ("search_text",), "{row}search_text")
