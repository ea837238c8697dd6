"""What a writer has written is read back as it was."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from nastavnik.documents.reading import normal, read_tree
from nastavnik.documents.writers.docx import write_docx
from tests.documents.reading import trees
from tests.documents.test_writers import whole


def test_a_document_with_everything_is_read_back():
    assert read_tree(write_docx(whole())) == normal(whole())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees.documents)
def test_any_tree_is_read_back(document):
    usual = normal(document)

    assert read_tree(write_docx(document)) == usual
    assert normal(usual) == usual
