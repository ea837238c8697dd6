"""The form of a template as questions of a page."""

from __future__ import annotations

from nastavnik.documents.language import Field
from nastavnik.portal.documents import questions

FORMS = Field("forms", "Формы", "list", of="enum", choices=(("a", "первая"), ("b", "вторая"), ("c", "третья")))


def test_a_list_of_choices_is_drawn_as_ticks_and_read_in_its_order():
    (asked,) = questions.drawn([FORMS], {"forms": ["b"]})
    assert (asked.kind, asked.value, len(asked.options)) == ("ticks", ["b"], 3)

    typed = {"forms.c": "1", "forms.a": "1", "forms.of_nobody": "1"}
    assert questions.read([FORMS], typed, {}, {}) == {"forms": ["a", "c"]}
    assert questions.read([FORMS], {}, {}, {}) == {}
