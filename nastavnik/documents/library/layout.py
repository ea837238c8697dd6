"""What documents share by ГОСТ Р 7.0.97-2025: the head of the form, requisites, stamps, signatures, appendices.

Words between double braces are places to fill; every builder gives blocks of the tree.
"""

from __future__ import annotations

from collections.abc import Sequence

from nastavnik.documents.tree import (
    Align,
    Block,
    Cell,
    Document,
    Item,
    List,
    Page,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Table,
)

SIZE = 13.0
FIRST = 12.5
_ROOM = Page().room
_HALF = _ROOM / 2
_GAP = Paragraph((Run(" ", size=6),))


def sheet(title: str, *blocks: Block | Sequence[Block], landscape: bool = False, size: float = SIZE) -> Document:
    """A document of ``blocks``; sequences of them are laid out flat."""
    flat: list[Block] = []
    for block in blocks:
        flat.extend(block if isinstance(block, Sequence) else (block,))
    return Document(title=title, blocks=tuple(flat), page=Page(landscape=landscape), size=size)


# --------------------------------------------------------------------- words


def text(words: str, *, bold: bool = False) -> Paragraph:
    """A paragraph of the body: justified, its first line set in."""
    return Paragraph((Run(words, bold=bold),), align="justify", first=FIRST, after=4)


def plain(words: str, align: Align = "left", *, bold: bool = False, size: float | None = None) -> Paragraph:
    return Paragraph((Run(words, bold=bold, size=size),), align=align, after=2)


def centred(words: str, *, bold: bool = False, size: float | None = None, before: float = 0) -> Paragraph:
    return Paragraph((Run(words, bold=bold, size=size),), align="center", before=before, after=2)


def tag(words: str) -> Paragraph:
    """A line that holds nothing but a tag of the language and vanishes with it."""
    return Paragraph((Run(words),))


def when(condition: str, *blocks: Block) -> tuple[Block, ...]:
    return (tag(f"{{% if {condition} %}}"), *blocks, tag("{% endif %}"))


def each(name: str, of: str, *blocks: Block) -> tuple[Block, ...]:
    return (tag(f"{{% for {name} in {of} %}}"), *blocks, tag("{% endfor %}"))


def section(number: str, title: str) -> Paragraph:
    """The heading of a section of a regulation."""
    return Paragraph(
        (Run(f"{number} {title}".strip(), bold=True),), align="center", heading=2, before=10, after=4, keep=True
    )


def clauses(*words: str, start: int = 1) -> List:
    """Numbered clauses."""
    return List(tuple(_item(one) for one in words), numbered=True, start=start)


def bullets(*words: str) -> List:
    return List(tuple(_item(one) for one in words))


def listed(name: str, words: str = "{{ item }}", *, numbered: bool = False) -> List:
    """An entry for each of the list ``name``, called ``item``."""
    items = (_item(f"{{% for item in {name} %}}"), _item(words), _item("{% endfor %}"))
    return List(items, numbered=numbered)


def _item(words: str) -> Item:
    return Item(Paragraph((Run(words),), align="justify", after=2))


# --------------------------------------------------------------------- head and requisites


def head_of_form() -> tuple[Block, ...]:
    """Founder, full and short name, how to reach the organisation."""
    contacts = (
        "{% if org.address %}{{ org.address }}{% endif %}"
        "{% if org.phone %}{% if org.address %}, {% endif %}тел. {{ org.phone }}{% endif %}"
        "{% if org.email %}{% if org.address or org.phone %}, {% endif %}{{ org.email }}{% endif %}"
    )
    numbers = (
        "{% if org.ogrn %}ОГРН {{ org.ogrn }}{% endif %}"
        "{% if org.inn %}{% if org.ogrn %}, {% endif %}ИНН {{ org.inn }}{% endif %}"
    )
    return (
        *when("founder", centred("{{ founder.full }}", size=11)),
        centred("{{ org.full }}", bold=True),
        centred("({{ org.short }})", size=11),
        *when("org.address or org.phone or org.email", centred(contacts, size=10)),
        *when("org.ogrn or org.inn", centred(numbers, size=10)),
        _GAP,
    )


def kind_of_document(words: str) -> Paragraph:
    return Paragraph((Run(words, bold=True, size=SIZE + 2),), align="center", before=10, after=6)


def date_and_number() -> tuple[Block, ...]:
    """Date to the left, number to the right; the place of issue under them."""
    date = "{% if date %}{{ date|date_ru }}{% else %}«___» ____________ 20___ г.{% endif %}"
    number = "№ {% if number %}{{ number }}{% else %}________{% endif %}"
    return (
        side_by_side((plain(date),), (plain(number, "right"),)),
        *when("org.city", centred("{{ org.city }}", size=11)),
        _GAP,
    )


def heading(words: str) -> Paragraph:
    """«О назначении куратора»: to the left and not across the whole page."""
    return Paragraph((Run(words, bold=True),), before=4, after=10, keep=True)


def side_by_side(
    left: tuple[Paragraph, ...], right: tuple[Paragraph, ...], *, share: float = 0.5, title: str = ""
) -> Table:
    """Two columns without lines."""
    return Table((_ROOM * share, _ROOM * (1 - share)), (Row((Cell(left), Cell(right))),), title=title, lines=False)


# --------------------------------------------------------------------- stamps


def approved_stamp() -> tuple[Paragraph, ...]:
    """УТВЕРЖДЕНО: by which order; empty lines while there is none."""
    return (
        plain("УТВЕРЖДЕНО", bold=True),
        plain(
            "приказом {{ org.short|gent }}"
            "{% if approved_by %} от {{ approved_by.date|date_ru }} № {{ approved_by.number }}"
            "{% else %} от «___» __________ 20___ г. № ______{% endif %}"
        ),
    )


def council_stamp() -> tuple[Paragraph, ...]:
    """ПРИНЯТО: by the minutes of which meeting of the teachers' council."""
    return (
        plain("ПРИНЯТО", bold=True),
        plain(
            "на заседании педагогического совета{% if council %}, протокол от {{ council.date|date_ru }}"
            " № {{ council.number }}{% else %}, протокол от «___» __________ 20___ г. № ______{% endif %}"
        ),
    )


def stamps() -> Table:
    """The council to the left, the approval to the right."""
    return side_by_side(council_stamp(), approved_stamp(), title="Принятие и утверждение")


def appendix(number: str, to: str) -> tuple[Block, ...]:
    """A new page with the mark of an appendix ``to`` a document («к приказу»)."""
    of = (
        f"Приложение{' № ' + number if number else ''}\n{to}"
        "{% if date %} от {{ date|date_ru }}{% endif %}{% if number %} № {{ number }}{% endif %}"
    )
    return (PageBreak(), Paragraph((Run(of),), align="left", left=_HALF, after=10))


# --------------------------------------------------------------------- signatures


def signature(
    post: str = "{{ signer.post|first_upper }}", name: str = "{{ signer.name|short_first }}"
) -> tuple[Block, ...]:
    """Position, a line to sign upon, initials and surname."""
    cells = (Cell((plain(post),)), Cell((plain("______________", "center"),)), Cell((plain(name, "right"),)))
    return (_GAP, _GAP, Table((_ROOM * 0.45, _ROOM * 0.25, _ROOM * 0.3), (Row(cells),), title="Подпись", lines=False))


def acquainted(words: str = "С приказом ознакомлены:") -> tuple[Block, ...]:
    """Lines for those who have read it."""
    line = "_______________ / ______________________    «___» __________ 20___ г."
    return (_GAP, plain(words), *(Paragraph((Run(line),), before=6) for _place in range(3)))
