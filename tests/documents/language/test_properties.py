"""Whatever a template says, it is refused with a fault or filled; whatever data say, they come out as text."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.documents.language import AsWritten, Unsuited, check, compiled
from nastavnik.documents.language.printing import bound
from nastavnik.documents.language.tokens import pieces
from nastavnik.documents.stored import canonical, from_plain, to_plain
from nastavnik.documents.texts import writable
from nastavnik.documents.tree import (
    Cell,
    Document,
    Item,
    List,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
    placed,
)
from tests.documents.language.trees import DATA, FORM, c, p, sheet

#: Words of the language often enough that whole templates come about by chance.
_NAMES = ["org", "number", "date", "duties", "members", "sections", "plan", "form", "size", "annex", "goal", "x",
          "x.title", "x.lines", "org.name", "loop.index", "zzz"]  # fmt: skip
names = st.sampled_from(_NAMES)
chains = st.sampled_from(["", "|upper", "|date_ru", "|join", "|gent", '|count:"час"', "|zzz", "|short|quoted"])
tags = st.one_of(
    st.builds("{{{{ {}{} }}}}".format, names, chains),
    st.builds("{{% for x in {} %}}".format, names),
    st.builds("{{% if {} == 'pair' %}}".format, names),
    st.builds("{{% if not {} %}}".format, names),
    st.builds("{{% elif {} %}}".format, names),
    st.sampled_from(["{% endfor %}", "{% endif %}", "{% else %}", "{% merge %}", "{# а #}", "{{", "%}", "{%", "«"]),
)
texts = st.lists(tags | st.text(max_size=6), max_size=6).map("".join)
runs = st.builds(Run, texts, bold=st.booleans())
paragraphs = st.builds(Paragraph, st.lists(runs, max_size=3).map(tuple)) | texts.map(p)
items = st.builds(Item, paragraphs)
lists = st.builds(List, st.lists(st.builds(Item, paragraphs, st.none() | st.builds(
    List, st.lists(items, max_size=3).map(tuple))), max_size=4).map(tuple), st.booleans())  # fmt: skip


@st.composite
def tables(draw):
    width = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=4))
    return Table((30,) * width, tuple(Row(tuple(map(c, row))) for row in rows), draw(st.integers(0, 1)))


blocks = st.lists(paragraphs | lists | tables(), max_size=6).map(tuple)


@given(texts | st.text())
def test_pieces_are_the_text(text):
    assert "".join(piece.text for piece in pieces(text)) == text


@given(blocks, texts)
def test_any_template_is_refused_or_filled(several, title):
    document = sheet(*several, title=title)
    faults = check(document, FORM)
    assert all(fault.code and (fault.place or fault.code == "unused") for fault in faults)
    if not faults:
        filled = compiled(document, FORM).fill(DATA, words=AsWritten())
        for block in filled.blocks:
            if isinstance(block, Table):
                assert len(list(placed(block))) == len(block.rows)


# Balanced ones, so that the way to a filled document is walked too.
@given(st.lists(texts, max_size=3), names, names)
def test_a_balanced_template_is_refused_or_filled(inner, over, asked):
    several = [
        p(f"{{% for x in {over} %}}"),
        *map(p, inner),
        p(f"{{% if {asked} %}}"),
        Table((9,), (Row((c("а"),)),)),
    ]
    document = sheet(*several, p("{% endif %}"), p("{% endfor %}"))
    if not check(document, FORM):
        assert isinstance(compiled(document, FORM).fill(DATA, words=AsWritten()), Document)


template = compiled(sheet(p("{{ place }}")), FORM)


@given(texts | st.text(max_size=300))
def test_any_value_comes_out_as_it_is(value):
    text = value.strip()
    expected = (p(bound(writable(text))),) if writable(text).strip() else ()
    assert template.fill(DATA | {"place": value}, words=AsWritten()).blocks == expected


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("2026-10-15"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
given_data = st.dictionaries(st.sampled_from(sorted(FORM.shapes)) | st.text(max_size=4), plain, max_size=6)


@pytest.mark.slow
@given(given_data)
def test_any_data_are_refused_by_name_or_kept(data):
    with suppress(Unsuited):
        kept = FORM.clean(data)
        assert FORM.clean(json.loads(json.dumps(kept))) == kept
        assert FORM.highest_class(kept) in ("P0", "P1")
        assert {wrong.code for wrongs in FORM.check(data).values() for wrong in wrongs} <= {"missing"}


@pytest.mark.slow
@given(blocks)
def test_a_kept_tree_is_the_tree(several):
    document = sheet(*several, PageBreak(), Picture(b"\x89PNG\x00", 20), Table((9,), (Row((Cell(()),)),)))
    assert from_plain(json.loads(canonical(document))) == document
    assert canonical(from_plain(to_plain(document))) == canonical(document)
