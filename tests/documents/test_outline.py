"""A document on a page of the site: every word as text, the same numbers as on paper, no measure in the markup."""

from __future__ import annotations

import re
from html import unescape

from django.template.loader import render_to_string

from nastavnik.documents.tree import Document, PageBreak, Picture
from nastavnik.documents.writers.outline import outline
from tests.documents.reading.papers import order
from tests.documents.test_elements import png, words
from tests.documents.test_writers import HOSTILE, sheet


def drawn(document):
    return render_to_string("documents/tree.html", {"sheets": outline(document)})


def test_a_page_of_paper_has_the_numbers_of_the_writers_and_its_spans():
    html = drawn(order())

    labels = re.findall(r'sheet-label">([^<]+)<', html)
    assert labels == ["1.", "1.1.", "1.2.", "2.", "3.", "4.", "–", "▪", "–", "а)", "б)", "5)", "6)"]
    assert html.count('class="sheet"') == 2
    assert html.count("<table") == 3
    assert 'rowspan="2"' in html
    assert 'alt="Код &amp; &lt;проверки&gt;" width="113"' in html
    assert "style=" not in html


def test_words_of_strangers_stay_words():
    text = unescape(drawn(sheet(words(HOSTILE), title="План")))

    assert HOSTILE in text
    assert "<b>" not in drawn(sheet(words("<b>Ко</b>")))


def test_sheets_are_divided_where_pages_break():
    document = Document("П", (words("а"), PageBreak(), PageBreak(), Picture(png(), 10)), header=(words("верх"),))

    first, second = outline(document)
    assert [piece["kind"] for piece in (*first["blocks"], *second["blocks"])] == ["paragraph", "picture"]
    assert first["header"] == second["header"]
    assert len(outline(Document("П", ()))) == 1
