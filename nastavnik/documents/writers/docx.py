"""The document tree as DOCX: seven small parts put together as text, without a clock in the archive.

Elements stand in the order of the schema (ISO/IEC 29500-1), which Word insists on.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from nastavnik.documents.texts import escaped
from nastavnik.documents.tree import (
    Block,
    Cell,
    Document,
    Item,
    List,
    PageBreak,
    Paragraph,
    Place,
    Run,
    Table,
    placed,
)
from nastavnik.documents.writers import docx_parts
from nastavnik.documents.writers.docx_parts import twips

_LEVEL = 6


def write_docx(document: Document) -> bytes:
    """The same tree gives the same bytes.

    Raises:
        Malformed: a table of the tree has overlapping or missing cells.
    """
    writer = _Body(document)
    body = "".join(writer.pieces())
    parts = docx_parts.parts(document, body, writer.lists, _running(document.header), _running(document.footer))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name, text in parts:
            archive.writestr(_part(name), text.encode())
    return out.getvalue()


def _part(name: str) -> zipfile.ZipInfo:
    """ZipInfo without a date is the first day of 1980."""
    info = zipfile.ZipInfo(name)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return info


def _running(paragraphs: Iterable[Paragraph]) -> str:
    return "".join(_paragraph(paragraph) for paragraph in paragraphs)


class _Body:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.lists: list[bool] = []
        """For each list met: whether it is numbered. Every list counts on its own."""

    def pieces(self) -> Iterator[str]:
        last: Block | None = None
        for block in self.document.blocks:
            if isinstance(block, Paragraph):
                yield _paragraph(block)
            elif isinstance(block, List):
                yield from self._list(block, level=0)
            elif isinstance(block, PageBreak):
                yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            else:
                if isinstance(last, Table):
                    yield "<w:p/>"  # two tables without a paragraph between them are one to Word
                yield from _table(block)
            last = block
        if isinstance(last, Table):
            yield '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:p>'

    def _list(self, block: List, level: int) -> Iterator[str]:
        self.lists.append(block.numbered)
        number = len(self.lists)
        for item in block.items:
            yield from self._item(item, number, level)

    def _item(self, item: Item, number: int, level: int) -> Iterator[str]:
        mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        yield _paragraph(item.paragraph, mark)
        if item.inner:
            yield from self._list(item.inner, level + 1)


# --------------------------------------------------------------------- paragraphs


def _paragraph(paragraph: Paragraph, mark: str = "") -> str:
    return f"<w:p>{_paragraph_look(paragraph, mark)}{''.join([_run(run) for run in paragraph.runs])}</w:p>"


def _paragraph_look(paragraph: Paragraph, mark: str) -> str:
    look = f'<w:pStyle w:val="Heading{paragraph.heading}"/>' if paragraph.heading else ""
    look += mark
    if paragraph.before or paragraph.after:
        look += f'<w:spacing w:before="{round(paragraph.before * 20)}" w:after="{round(paragraph.after * 20)}"/>'
    if paragraph.left or paragraph.hanging:
        hanging = f' w:hanging="{twips(paragraph.hanging)}"' if paragraph.hanging else ""
        look += f'<w:ind w:left="{twips(paragraph.left)}"{hanging}/>'
    if paragraph.align != "left":
        look += f'<w:jc w:val="{"both" if paragraph.align == "justify" else paragraph.align}"/>'
    return f"<w:pPr>{look}</w:pPr>" if look else ""


def _run(run: Run) -> str:
    look = ""
    if run.bold or run.italic or run.size:
        look = ("<w:b/><w:bCs/>" if run.bold else "") + ("<w:i/><w:iCs/>" if run.italic else "")
        look += f'<w:sz w:val="{round(run.size * 2)}"/><w:szCs w:val="{round(run.size * 2)}"/>' if run.size else ""
        look = f"<w:rPr>{look}</w:rPr>"
    words = escaped(run.text)
    if "\n" in words or "\t" in words:
        words = words.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        words = words.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>'


# --------------------------------------------------------------------- tables


def _table(table: Table) -> Iterator[str]:
    widths = [twips(width) for width in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = f'<w:tblCaption w:val="{escaped(table.title)}"/>' if table.title else ""
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    for number, places in enumerate(placed(table)):
        head = "<w:tblHeader/>" if number < table.header_rows else ""
        cells = "".join([_place(place, widths) for place in places])
        yield f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>"
    yield "</w:tbl>"


def _place(place: Place, widths: list[int]) -> str:
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
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{_content(cell)}</w:tc>"


def _content(cell: Cell) -> str:
    return "".join([_paragraph(paragraph) for paragraph in cell.blocks]) or "<w:p/>"
