"""What documents share by ГОСТ Р 7.0.97-2025: the head of the form, requisites, stamps, signatures, appendices.

Words between double braces are places to fill; every builder gives blocks of the tree. The text of a document calls
its organisation `org.name`; `FULL_NAME` is how the law knows it.
"""

from __future__ import annotations

import re
import textwrap
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
    Sign,
    Table,
)

SIZE = 12.0
FIRST = 12.5
_ROOM = Page().room
_HALF = _ROOM / 2
_BETWEEN = 8.0
# Letters of a heading beside which the date of the form used to stand: about 80 mm.
_HEADING = 46
_SHORT = re.compile(r"\b(\w{1,2}) ")
_GAP = Paragraph((Run(" ", size=6),), keep=True)

DATE_BLANK = "«___» ____________ 20___ г."
FULL_NAME = "{% if org.full %}{{ org.full }}{% else %}{{ org.name }}{% endif %}"


def sheet(
    title: str,
    *blocks: Block | Sequence[Block],
    landscape: bool = False,
    size: float = SIZE,
    page: Page | None = None,
) -> Document:
    """A document of ``blocks``; sequences of them are laid out flat."""
    flat: list[Block] = []
    for block in blocks:
        flat.extend(block if isinstance(block, Sequence) else (block,))
    return Document(title=title, blocks=tuple(flat), page=page or Page(landscape=landscape), size=size)


# --------------------------------------------------------------------- words


def text(words: str, *, bold: bool = False) -> Paragraph:
    """A paragraph of the body: justified, its first line set in."""
    return Paragraph((Run(words, bold=bold),), align="justify", first=FIRST, after=4)


def led(lead: str, words: str) -> Paragraph:
    """A paragraph of the body that begins with a word in bold."""
    return Paragraph((Run(f"{lead} ", bold=True), Run(words)), align="justify", first=FIRST, after=4)


def plain(words: str, align: Align = "left", *, bold: bool = False, size: float | None = None) -> Paragraph:
    return Paragraph((Run(words, bold=bold, size=size),), align=align, after=2)


def centred(words: str, *, bold: bool = False, size: float | None = None, before: float = 0) -> Paragraph:
    return Paragraph((Run(words, bold=bold, size=size),), align="center", before=before, after=2)


def under_line(words: str, align: Align = "center") -> Paragraph:
    """What is to be written on the line above."""
    return Paragraph((Run(f"({words})", size=9),), align=align, after=3)


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


def reference(name: str, case: str = "") -> str:
    """How a sentence names the document ``name``; its kind in ``case``. One without a kind is named by its title."""
    kind = f"{{{{ {name}.kind_title{'|' + case if case else ''} }}}}"
    return (
        f"{{% if {name}.kind_title %}}{kind}"
        f"{{% if {name}.date %}} от {{{{ {name}.date|date_ru }}}}{{% endif %}}"
        f"{{% if {name}.number %}} №\N{NO-BREAK SPACE}{{{{ {name}.number }}}}{{% endif %}}"
        f"{{% if {name}.title %}} {{{{ {name}.title|quoted }}}}{{% endif %}}"
        f"{{% else %}}{{{{ {name}.title }}}}{{% endif %}}"
    )


def references(names: str, case: str = "") -> str:
    """Those of a list, with commas between."""
    return f"{{% for act in {names} %}}{{% if not loop.first %}}, {{% endif %}}{reference('act', case)}{{% endfor %}}"


def person(name: str, case: str = "") -> str:
    """«Соколову Марину Игоревну, учителя математики»."""
    form = f"|{case}" if case else ""
    return f"{{{{ {name}.name{form} }}}}{{% if {name}.post %}}, {{{{ {name}.post{form} }}}}{{% endif %}}"


# --------------------------------------------------------------------- lists


def clauses(*words: str, start: int = 1) -> List:
    """Numbered clauses."""
    return List(tuple(_item(one) for one in words), numbered=True, start=start)


def bullets(*words: str) -> List:
    return List(tuple(_item(one) for one in words))


def listed(name: str, words: str = "{{ item }}", *, numbered: bool = False, sign: Sign = "1.") -> List:
    """An entry for each of the list ``name``, called ``item``."""
    items = (_item(f"{{% for item in {name} %}}"), _item(words), _item("{% endfor %}"))
    return List(items, numbered=numbered, sign=sign)


def ended(words: str = "{{ item|no_dot }}") -> str:
    """An entry of a list that is one sentence: a semicolon after it, a dot after the last."""
    return words + "{% if loop.last %}.{% else %};{% endif %}"


def point(words: str, inner: List | None = None, *, keep: bool = False) -> Item:
    """A numbered clause with what stands under it; ``keep`` the last one with the signature."""
    return Item(Paragraph((Run(words),), align="justify", after=3, keep=keep), inner)


def points(*items: Item, sign: Sign = "1.", start: int = 1) -> List:
    return List(items, numbered=True, sign=sign, start=start)


def chapters(*of: tuple[str, Sequence[str | Item]]) -> List:
    """Numbered headings with clauses «1.1.» under each."""

    def chapter(title: str, inner: Sequence[str | Item]) -> Item:
        head = Paragraph((Run(title, bold=True),), before=8, after=3, keep=True)
        return Item(head, points(*(point(one) if isinstance(one, str) else one for one in inner), sign="1.1."))

    return points(*(chapter(title, inner) for title, inner in of))


def point_when(condition: str, *items: Item) -> tuple[Item, ...]:
    return (_item(f"{{% if {condition} %}}"), *items, _item("{% endif %}"))


def each_point(of: str, words: str | None = None, *, sign: Sign = "1.1.") -> List:
    """Clauses «2.1.» under a clause, one for each of the list ``of``, called ``item``."""
    return listed(of, words or ended(), numbered=True, sign=sign)


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
        *when("founder", centred("{% if founder.full %}{{ founder.full }}{% else %}{{ founder.name }}{% endif %}")),
        centred(FULL_NAME, bold=True),
        *when("org.full", centred("({{ org.name }})")),
        *when("org.address or org.phone or org.email", centred(contacts, size=10)),
        *when("org.ogrn or org.inn", centred(numbers, size=10)),
        _GAP,
    )


def kind_of_document(words: str) -> Paragraph:
    return Paragraph((Run(words, bold=True, size=SIZE + 2),), align="center", before=10, after=6, keep=True)


def date_and_number(
    date: str = f"{{% if date %}}{{{{ date|date_ru }}}}{{% else %}}{DATE_BLANK}{{% endif %}}",
    number: str = "{% if number %}{{ number }}{% else %}________{% endif %}",
) -> tuple[Block, ...]:
    """Date to the left, number to the right; the place of issue under them."""
    return (
        side_by_side((plain(date),), (plain(f"№\N{NO-BREAK SPACE}{number}", "right"),), title="Дата и номер"),
        *when("org.city", centred("{{ org.city }}")),
        _GAP,
    )


def heading(words: str) -> Paragraph:
    """«О назначении куратора»: to the left and not across the whole page."""
    # textwrap leaves a line whole at a space that does not break, so that no line ends with «о».
    bound = _SHORT.sub("\\1\N{NO-BREAK SPACE}", words)
    lines = textwrap.wrap(bound, _HEADING) if not re.search(r"\{[{%]", words) else [words]
    return Paragraph((Run("\n".join(lines), bold=True),), before=4, after=10, keep=True)


def side_by_side(
    left: tuple[Paragraph, ...], right: tuple[Paragraph, ...], *, share: float = 0.5, title: str = ""
) -> Table:
    """Two columns without lines, some room between them."""
    room = _ROOM - _BETWEEN
    cells = (Cell(left), Cell((Paragraph(()),)), Cell(right))
    return Table((room * share, _BETWEEN, room * (1 - share)), (Row(cells),), title=title, lines=False)


def grid(title: str, of: str, *columns: tuple[float, str, str], keep: bool = False) -> Table:
    """A table with a row for each of the list ``of``, called ``item``; of a column: its width in millimetres, its
    head, the words of its cells. ``keep`` leaves its rows on one page, if they are few."""

    def row(*words: str, is_head: bool = False) -> Row:
        align: Align = "center" if is_head else "left"
        lines = (Paragraph((Run(one, bold=is_head),), align=align, keep=keep) for one in words)
        return Row(tuple(Cell((line,), middle=is_head) for line in lines))

    def across(words: str) -> Row:
        return Row((Cell((tag(words),), colspan=len(columns)),))

    rows = (
        row(*(head for _width, head, _words in columns), is_head=True),
        across(f"{{% for item in {of} %}}"),
        row(*(words for _width, _head, words in columns)),
        across("{% endfor %}"),
    )
    return Table(tuple(width for width, _head, _words in columns), rows, header_rows=1, title=title)


# --------------------------------------------------------------------- stamps


def _dated(name: str) -> str:
    """«от 1 сентября 2026 г. № 15», or lines to fill while there is no such document."""
    of = f"{{% if {name}.date %}}{{{{ {name}.date|date_ru }}}}{{% else %}}{DATE_BLANK}{{% endif %}}"
    number = f"{{% if {name}.number %}}{{{{ {name}.number }}}}{{% else %}}______{{% endif %}}"
    return f"от {of} №\N{NO-BREAK SPACE}{number}"


def approved_stamp() -> tuple[Paragraph, ...]:
    """УТВЕРЖДЕНО: by which order; empty lines while there is none."""
    kind = "{% if approved_by.kind_title %}{{ approved_by.kind_title|ablt }}{% else %}приказом{% endif %}"
    return (plain("УТВЕРЖДЕНО", bold=True), plain(f"{kind} {{{{ org.name|gent }}}} {_dated('approved_by')}"))


def council_stamp() -> tuple[Paragraph, ...]:
    """ПРИНЯТО: by the minutes of which meeting of the teachers' council."""
    return (
        plain("ПРИНЯТО", bold=True),
        plain(f"на заседании педагогического совета, протокол {_dated('council')}"),
    )


def stamps() -> Table:
    """The council to the left, the approval to the right."""
    return side_by_side(council_stamp(), approved_stamp(), title="Принятие и утверждение")


def appendix(number: str, to: str) -> tuple[Block, ...]:
    """A new page with the mark of an appendix ``to`` a document («к приказу»)."""
    of = (
        f"Приложение{' №' + chr(0xA0) + number if number else ''}\n{to}"
        "{% if date %} от {{ date|date_ru }}{% else %} от " + DATE_BLANK + "{% endif %}"
        " №\N{NO-BREAK SPACE}{% if number %}{{ number }}{% else %}______{% endif %}"
    )
    return (PageBreak(), Paragraph((Run(of),), align="left", left=_HALF + _BETWEEN / 2, after=10))


# --------------------------------------------------------------------- signatures

HEAD_POST = "{% if signer.post %}{{ signer.post|first_upper }}{% else %}Руководитель{% endif %}"
HEAD_NAME = "{% if signer.name %}{{ signer.name|short_first }}{% else %}____________________{% endif %}"


def signature(post: str = HEAD_POST, name: str = HEAD_NAME) -> tuple[Block, ...]:
    """Position, a line to sign upon, initials and surname."""
    cells = (Cell((plain(post),)), Cell((plain("______________", "center"),)), Cell((plain(name, "right"),)))
    return (_GAP, _GAP, Table((_ROOM * 0.45, _ROOM * 0.25, _ROOM * 0.3), (Row(cells),), title="Подпись", lines=False))


def acquainted(words: str = "С приказом ознакомлены:", *, of: str = "", name: str = "") -> tuple[Block, ...]:
    """Lines for those who have read it: for each ``item`` of the list ``of``, whose name ``name`` prints, or three
    for anybody."""
    who = name or "______________________"
    line = Paragraph((Run(f"_______________ / {who} / {DATE_BLANK}"),), before=6)
    lines = each("item", of, line) if of else (line,) if name else (line, line, line)
    return (_GAP, Paragraph((Run(words),), after=2, keep=True), *lines)
