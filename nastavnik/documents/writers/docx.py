"""The document tree as DOCX: small parts put together as text, without a clock in the archive.

Elements stand in the order of the schema (ISO/IEC 29500-1), which Word insists on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nastavnik.documents.texts import NUMBER_DASH, escaped
from nastavnik.documents.tree import (
    Align,
    Block,
    Cell,
    Document,
    Item,
    List,
    PageBreak,
    Paragraph,
    Picture,
    Place,
    Run,
    Table,
    placed,
)
from nastavnik.documents.writers import docx_parts
from nastavnik.documents.writers.archive import Part, pack
from nastavnik.documents.writers.docx_parts import ListKind, solid, twips


def write_docx(document: Document) -> bytes:
    """The same tree gives the same bytes.

    Raises:
        Malformed: a table of the tree has overlapping or missing cells.
    """
    writer = _Body(document)
    body = "".join(writer.pieces())
    drawn = list(writer.pictures.pngs)
    parts = docx_parts.parts(
        document, body, writer.lists, _running(document.header), _running(document.footer), len(drawn)
    )
    written = [Part(name, text.encode(), is_usual=name in docx_parts.USUAL) for name, text in parts]
    return pack(
        [*written, *(Part(docx_parts.picture_name(number), png) for number, png in enumerate(drawn, start=1))]
    )


def _running(paragraphs: Iterable[Paragraph]) -> str:
    return "".join(_paragraph(paragraph) for paragraph in paragraphs)


class _Pictures:
    """Each picture is stored once, however often it stands in the document."""

    def __init__(self) -> None:
        self.pngs: dict[bytes, int] = {}
        self.count = 0

    def seal(self, picture: Picture, top: float) -> str:
        """Hung upon a line that nobody sees."""
        return docx_parts.seam(docx_parts.drawing(picture, *self._numbers(picture), top=top))

    def _numbers(self, picture: Picture) -> tuple[int, int]:
        self.count += 1
        return self.pngs.setdefault(picture.png, len(self.pngs) + 1), self.count

    def paragraph(self, picture: Picture) -> str:
        look = f"<w:pPr>{_aligned(picture.align)}</w:pPr>" if picture.align != "left" else ""
        return f"<w:p>{look}<w:r>{docx_parts.drawing(picture, *self._numbers(picture))}</w:r></w:p>"


class _Body:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.pictures = _Pictures()
        self.lists: list[ListKind] = []
        """Of each list that counts on its own: how, and from which number."""

    def pieces(self) -> Iterator[str]:
        last: Block | None = None
        for block in self.document.blocks:
            if isinstance(block, Paragraph):
                yield _paragraph(block)
            elif isinstance(block, List):
                yield from self._list(block, level=0)
            elif isinstance(block, PageBreak):
                yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            elif isinstance(block, Picture):
                yield self.pictures.paragraph(block)
            elif block.rows:
                if isinstance(last, Table):
                    yield docx_parts.SEAM
                yield from _table(block, self.pictures)
            last = last if isinstance(block, Table) and not block.rows else block
        if self.document.seal is not None:
            yield self.pictures.seal(self.document.seal, self.document.seal_top)
        elif isinstance(last, Table):
            yield docx_parts.SEAM

    def _list(self, block: List, level: int, around: int = 0) -> Iterator[str]:
        """``around`` is the number of the list that this one counts on with, 0 if it counts on its own."""
        if not around:
            goes_on = block.numbered and level == 0 and any(_counts_on(item.inner) for item in block.items)
            self.lists.append(ListKind(_sign(block, level, goes_on), level, block.start if block.numbered else 1))
            around = len(self.lists)
        whole = docx_parts.is_whole(self.lists[around - 1].sign)
        for item in block.items:
            yield from self._item(item, around, level, whole)

    def _item(self, item: Item, number: int, level: int, whole: bool) -> Iterator[str]:
        mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        yield _paragraph(item.paragraph, mark)
        if item.inner:
            yield from self._list(item.inner, level + 1, number if whole and _counts_on(item.inner) else 0)


def _counts_on(inner: List | None) -> bool:
    return inner is not None and inner.numbered and inner.sign == "1.1."


def _sign(block: List, level: int, goes_on: bool) -> str:
    if not block.numbered:
        return "•"
    if block.sign == "1.1." or (block.sign == "1." and goes_on):
        return "1.1." if level == 0 else "1."
    return block.sign


# --------------------------------------------------------------------- paragraphs


def _paragraph(paragraph: Paragraph, mark: str = "") -> str:
    return f"<w:p>{_paragraph_look(paragraph, mark)}{''.join([_run(run) for run in solid(paragraph.runs)])}</w:p>"


def _paragraph_look(paragraph: Paragraph, mark: str) -> str:
    look = f'<w:pStyle w:val="Heading{paragraph.heading}"/>' if paragraph.heading else ""
    if paragraph.keep:
        look += "<w:keepNext/>"
    look += mark
    if paragraph.before or paragraph.after or paragraph.spacing != 1:
        lines = f' w:line="{round(paragraph.spacing * 240)}" w:lineRule="auto"' if paragraph.spacing != 1 else ""
        look += (
            f'<w:spacing w:before="{round(paragraph.before * 20)}" w:after="{round(paragraph.after * 20)}"{lines}/>'
        )
    if paragraph.left or paragraph.hanging or paragraph.first:
        look += f'<w:ind w:left="{twips(paragraph.left)}"{_first_line(paragraph)}/>'
    if paragraph.align != "left":
        look += _aligned(paragraph.align)
    look += _mark_look(paragraph.runs)
    return f"<w:pPr>{look}</w:pPr>" if look else ""


def _mark_look(runs: tuple[Run, ...]) -> str:
    """The end of a paragraph is as high as its words: else it would make a line of small ones high."""
    size = max((run.size or 0 for run in runs), default=0)
    if not size or not all(run.size for run in runs):
        return ""
    return f'<w:rPr><w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr>'


def _first_line(paragraph: Paragraph) -> str:
    if paragraph.hanging:
        return f' w:hanging="{twips(paragraph.hanging)}"'
    return f' w:firstLine="{twips(paragraph.first)}"' if paragraph.first else ""


_BOUND_DASH = '</w:t><w:noBreakHyphen/><w:t xml:space="preserve">'


def _aligned(align: Align) -> str:
    return f'<w:jc w:val="{"both" if align == "justify" else align}"/>'


def _run(run: Run) -> str:
    look = ""
    if run.bold or run.italic or run.size or run.underline:
        look = ("<w:b/><w:bCs/>" if run.bold else "") + ("<w:i/><w:iCs/>" if run.italic else "")
        look += f'<w:sz w:val="{round(run.size * 2)}"/><w:szCs w:val="{round(run.size * 2)}"/>' if run.size else ""
        look += '<w:u w:val="single"/>' if run.underline else ""
        look = f"<w:rPr>{look}</w:rPr>"
    words = NUMBER_DASH.sub(_BOUND_DASH, escaped(run.text))
    if "\n" in words or "\t" in words:
        words = words.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        words = words.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>'


# --------------------------------------------------------------------- tables


_NO_ROOM = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'


def _table(table: Table, pictures: _Pictures) -> Iterator[str]:
    widths = [twips(width) for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = f'<w:tblCaption w:val="{escaped(table.title)}"/>' if table.title else ""
    style = '<w:tblStyle w:val="TableGrid"/>' if table.lines else ""
    # Without lines its words begin where those of the paragraphs around it do.
    room = "" if table.lines else _NO_ROOM
    yield (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{room}<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    for number, places in enumerate(placed(table)):
        head = "<w:tblHeader/>" if number < table.header_rows else ""
        cells = "".join([_place(place, widths, pictures) for place in places])
        yield f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"
    yield "</w:tbl>"


def _place(place: Place, widths: list[int], pictures: _Pictures) -> str:
    cell = place.cell
    width = widths[place.column] if place.width == 1 else sum(widths[place.column : place.column + place.width])
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if place.width > 1:
        look += f'<w:gridSpan w:val="{place.width}"/>'
    if cell is None:
        return f"<w:tc><w:tcPr>{look}<w:vMerge/></w:tcPr><w:p/></w:tc>"
    if cell.rowspan > 1:
        look += '<w:vMerge w:val="restart"/>'
    if cell.shaded:
        look += '<w:shd w:val="clear" w:color="auto" w:fill="F1F5F5"/>'
    if cell.middle:
        look += '<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{_content(cell, pictures)}</w:tc>"


def _content(cell: Cell, pictures: _Pictures) -> str:
    blocks = [_paragraph(each) if isinstance(each, Paragraph) else pictures.paragraph(each) for each in cell.blocks]
    return "".join(blocks) or "<w:p/>"
