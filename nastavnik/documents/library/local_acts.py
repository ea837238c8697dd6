"""What regulations, programmes and other acts approved by an order share: stamps, title, numbered chapters.

A chapter prints the clauses that its form asks for, so that an organisation changes its words without changing the
template; most begin with our text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nastavnik.documents.language import Field
from nastavnik.documents.library.layout import (
    FULL_NAME,
    SIZE,
    approved_stamp,
    centred,
    date_and_number,
    each,
    ended,
    head_of_form,
    kind_of_document,
    plain,
    references,
    section,
    sheet,
    side_by_side,
    signature,
    stamps,
    text,
    when,
)
from nastavnik.documents.tree import Block, Document, Item, List, Paragraph, Run

CLAUSES_HINT = "Каждый пункт с новой строки; номера программа поставит сама."
ENTRIES_HINT = "Каждая запись с новой строки."
BY_ACTS = "{% if acts %} в соответствии с " + references("acts", "ablt") + "{% endif %}"

OPINIONS = Field(
    "approval",
    "Чьё мнение учтено",
    "list",
    required=False,
    hint="Советы обучающихся и родителей, профсоюз: каждый с новой строки, с датой и номером протокола.",
    sample=(
        "совет обучающихся (протокол от 5 октября 2026 г. № 2)",
        "совет родителей (протокол от 7 октября 2026 г. № 1)",
    ),
)


def local_act(
    title: str, kind: str, about: str, *chapters: Block | Sequence[Block], asks_opinions: bool = False
) -> Document:
    """A regulation of an organisation: who took and approved it, «ПОЛОЖЕНИЕ о …», its chapters."""
    return sheet(
        title,
        centred(FULL_NAME, bold=True),
        plain("", size=6),
        stamps(),
        opinions() if asks_opinions else (),
        kind_of_document(kind),
        centred(about, bold=True),
        *chapters,
    )


def authority_act(title: str, kind: str, about: str, *chapters: Block | Sequence[Block]) -> Document:
    """An act of a region or a district: approved by its order, without a council."""
    return sheet(
        title,
        side_by_side((Paragraph(()),), approved_stamp(), title="Утверждение"),
        kind_of_document(kind),
        centred(about, bold=True),
        *chapters,
    )


def signed_sheet(title: str, kind: str, about: str, *blocks: Block | Sequence[Block]) -> Document:
    """A paper of the head's own on the organisation's form, dated and numbered."""
    return sheet(
        title,
        head_of_form(),
        kind_of_document(kind),
        *([centred(about, bold=True)] if about else []),
        date_and_number(),
        *blocks,
        signature(),
    )


def opinions() -> tuple[Block, ...]:
    words = "{% for item in approval %}{{ item|no_dot }}{% if not loop.last %}; {% endif %}{% endfor %}"
    return when("approval", Paragraph((Run(f"С учётом мнения: {words}", size=SIZE - 2),), before=6))


def chapter(number: str, title: str, of: str, *, first: str = "") -> tuple[Block, ...]:
    """A chapter of the clauses of the list ``of``; the first of them begins with ``first``."""
    begun = f"{{% if loop.first %}}{first} {{% endif %}}" if first else ""
    return (section(f"{number}.", title), *numbered(number, of, begun))


def numbered(number: str, of: str, begun: str = "") -> tuple[Block, ...]:
    return each("item", of, text(f"{number}.{{{{ loop.index }}}}. {begun}{{{{ item|no_dot }}}}."))


def lead(words: str) -> Paragraph:
    """What a list is begun with: it stays on the page of its first entry."""
    return replace(text(words), keep=True)


def enumerated(of: str, words: str | None = None) -> List:
    """Entries with a dash each, ended by semicolons."""
    return listing("item", of, words or ended())


def listing(name: str, of: str, words: str) -> List:
    lines = (f"{{% for {name} in {of} %}}", words, "{% endfor %}")
    return List(tuple(entry(line) for line in lines))


def entry(words: str) -> Item:
    return Item(Paragraph((Run(words),), align="justify", after=2))


def chosen(of: str, words: Mapping[str, str]) -> List:
    """Entries for those codes of the list ``of`` that are chosen."""
    items = [entry(f"{{% for item in {of} %}}")]
    for code, said in words.items():
        end = "{% if loop.last %}.{% else %};{% endif %}"
        items += [entry(f'{{% if item == "{code}" %}}'), entry(said + end), entry("{% endif %}")]
    return List((*items, entry("{% endfor %}")))


def asked_clauses(name: str, title: str, clauses: Sequence[str], **more: Any) -> Field:
    """A field of numbered clauses that begins with ours."""
    return Field(name, title, "list", **{"hint": CLAUSES_HINT, "sample": tuple(clauses), **more})


def asked_entries(name: str, title: str, entries: Sequence[str], **more: Any) -> Field:
    return Field(name, title, "list", **{"hint": ENTRIES_HINT, "sample": tuple(entries), **more})


def names_of(fields: Iterable[Field]) -> tuple[str, ...]:
    return tuple(field.name for field in fields)
