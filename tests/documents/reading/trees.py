"""Any tree at all, for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from nastavnik.documents.tree import Cell, Document, Item, List, Page, PageBreak, Paragraph, Picture, Row, Run, Table
from tests.documents.test_elements import png

texts = st.text(max_size=12) | st.sampled_from(
    ["{{ org.name }}", "{% if x %}", "{{ a|join:«, » }} и", "# & < > « ' `"]
)
aligns = st.sampled_from(["left", "center", "right", "justify"])
lengths = st.floats(0, 60).map(lambda number: round(number, 2))
points = st.floats(0, 40).map(lambda number: round(number, 2))
runs = st.builds(Run, texts, st.booleans(), st.booleans(), st.none() | st.floats(6, 30), st.booleans())
pictures = st.builds(
    Picture, st.integers(0, 5).map(lambda shade: png(shade=shade)), st.sampled_from([8, 20.5, 33.3]), texts, aligns
)


def paragraphs(headings=(0, 0, 1, 2, 3)):
    return st.builds(
        Paragraph, st.lists(runs, max_size=4).map(tuple), aligns, st.sampled_from(headings), lengths,
        st.sampled_from([0, 0, 5, 7.35]), points, points, lengths, st.booleans(), st.sampled_from([1, 1.15, 1.5, 2]),
    )  # fmt: skip


def lists(depth=1):
    inner = st.none() | lists(depth + 1) if depth < 3 else st.none()
    items = st.lists(st.builds(Item, paragraphs(), inner), max_size=3).map(tuple)
    signs = st.sampled_from(["1.", "1.1.", "1)", "а)"])
    return st.builds(List, items, st.booleans(), st.integers(1, 30), signs)


@st.composite
def tables(draw):
    """Cells merged over columns or over rows, never overlapping."""
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(0, 4))
    taken, made = set(), []
    for row in range(rows):
        cells = []
        for column in range(columns):
            if (row, column) in taken:
                continue
            across = draw(st.integers(1, columns - column))
            while any((row, column + step) in taken for step in range(across)):
                across -= 1
            down = draw(st.integers(1, rows - row))
            taken |= {(row + i, column + j) for i in range(down) for j in range(across)}
            blocks = draw(st.lists(paragraphs() | pictures, max_size=2).map(tuple))
            cells.append(Cell(blocks, across, down, draw(st.booleans()), draw(st.booleans())))
        made.append(Row(tuple(cells)))
    widths = tuple(draw(st.sampled_from([8, 15.5, 40.05])) for _ in range(columns))
    return Table(widths, tuple(made), draw(st.integers(0, rows)), draw(texts), draw(st.booleans()))


blocks = paragraphs() | lists() | tables() | pictures | st.just(PageBreak())
pages = st.builds(Page, st.booleans(), *[st.sampled_from([5, 10, 20.25, 30])] * 4)
heads = st.lists(paragraphs((0,)), max_size=2).map(tuple)
documents = st.builds(
    Document, texts, st.lists(blocks, max_size=5).map(tuple), pages, heads, heads, st.booleans(),
    st.sampled_from([10, 11.5, 12, 14]),
)  # fmt: skip
