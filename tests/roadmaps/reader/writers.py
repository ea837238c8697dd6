"""Puts a draft into the formats the reader knows."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from pathlib import Path

from tests.roadmaps.reader.layouts import Box, Draft, Sheet


def write_docx(draft: Draft, path: Path) -> None:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    _docx_stamp(document, draft)
    for line in draft.title:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(line).bold = True
    document.add_paragraph("")
    for part in draft.parts:
        if isinstance(part, str):
            document.add_paragraph().add_run(part).bold = True
        else:
            _docx_table(document, part)
    for line in draft.tail:
        document.add_paragraph(line)
    document.save(str(path))


def _docx_stamp(document, draft: Draft) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if draft.stamp_at in ("table", "beside") and draft.stamp:
        table = document.add_table(rows=1, cols=2)
        left = ["СОГЛАСОВАНО", "Председатель совета", "________ О.О. Полянская", "«25» августа 2026 г."]
        table.cell(0, 0).text = "\n".join(left) if draft.stamp_at == "beside" else ""
        table.cell(0, 1).text = "\n".join(draft.stamp)
    elif draft.stamp_at == "textbox" and draft.stamp:
        _docx_textbox(document, draft.stamp)
    else:
        for line in draft.stamp:
            paragraph = document.add_paragraph(line)
            if draft.stamp_at == "right":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph("")


def _docx_textbox(document, lines: list[str]) -> None:
    from docx.oxml import parse_xml

    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    names = f'xmlns:w="{word}" xmlns:v="urn:schemas-microsoft-com:vml"'
    paragraphs = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in lines)
    run = parse_xml(
        f"<w:r {names}><w:pict><v:shape><v:textbox><w:txbxContent>{paragraphs}</w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r>"
    )
    document.add_paragraph()._p.append(run)


def _docx_table(document, sheet: Sheet) -> None:
    width = len(sheet.rows[0])
    table = document.add_table(rows=len(sheet.rows), cols=width)
    table.style = "Table Grid"
    for row, boxes in enumerate(sheet.rows):
        for col, box in enumerate(boxes):
            if box is None:
                continue
            cell = table.cell(row, col)
            if box.across > 1 or box.down > 1:
                cell = cell.merge(table.cell(row + box.down - 1, col + box.across - 1))
            for index, line in enumerate(box.lines):
                paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
                paragraph.add_run(line).bold = box.bold


def write_xlsx(draft: Draft, path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("План")
    bold = book.add_format({"bold": True, "text_wrap": True})
    plain = book.add_format({"text_wrap": True})
    width = max(len(part.rows[0]) for part in draft.parts if isinstance(part, Sheet))
    at = 0
    for line in draft.stamp:
        sheet.write_string(at, 0 if draft.stamp_at == "left" else max(0, width - 2), line)
        at += 1
    at += 1
    for line in draft.title:
        sheet.merge_range(at, 0, at, width - 1, line, bold)
        at += 1
    at += 1
    for part in draft.parts:
        if isinstance(part, str):
            sheet.write_string(at, 0, part, bold)
            at += 1
            continue
        for offset, boxes in enumerate(part.rows):
            for col, box in enumerate(boxes):
                if box is None:
                    continue
                style = bold if box.bold else plain
                if box.across > 1 or box.down > 1:
                    sheet.merge_range(
                        at + offset, col, at + offset + box.down - 1, col + box.across - 1, box.text, style
                    )
                elif box.text:
                    sheet.write_string(at + offset, col, box.text, style)
        at += len(part.rows)
    for line in draft.tail:
        sheet.write_string(at + 1, 0, line)
        at += 1
    book.close()


def write_html(draft: Draft, path: Path) -> None:
    out = ["<html><head><meta charset='utf-8'><title>x</title></head><body>"]
    align = "left" if draft.stamp_at == "left" else "right"
    out.append(f"<p align={align}>" + "<br>".join(map(html.escape, draft.stamp)) + "</p>" if draft.stamp else "")
    out += [
        "<p>&nbsp;</p>",
        *(f"<p style='text-align:center'><b>{html.escape(line)}</b></p>" for line in draft.title),
    ]
    for part in draft.parts:
        out.append(f"<p><b>{html.escape(part)}</b></p>" if isinstance(part, str) else _html_table(part))
    out += [f"<p>{html.escape(line)}</p>" for line in draft.tail]
    path.write_text("\n".join(out) + "</body></html>", encoding="utf-8")


def _html_table(sheet: Sheet) -> str:
    rows = []
    for boxes in sheet.rows:
        cells = []
        for box in boxes:
            if box is None:
                continue
            lines = "".join(f"<p>{html.escape(line)}</p>" for line in box.lines)
            cells.append(
                f"<td colspan={box.across} rowspan={box.down}>{f'<b>{lines}</b>' if box.bold else lines}</td>"
            )
        rows.append("<tr>" + "".join(cells) + "</tr>")
    return "<table border=1>" + "\n".join(rows) + "</table>"


def write_tsv(draft: Draft, path: Path) -> None:
    """Text keeps neither merged cells nor line ends inside cells: for layouts that do without."""
    out = [*draft.stamp, "", *draft.title, ""]
    for part in draft.parts:
        if isinstance(part, str):
            out += ["", part, ""]
        else:
            out += ["\t".join(_flat(box) for box in boxes) for boxes in part.rows]
    path.write_text("\n".join([*out, "", *draft.tail]), encoding="utf-8")


def write_markdown(draft: Draft, path: Path) -> None:
    out = [*(f"{line}  " for line in draft.stamp), "", *(f"**{line}**" for line in draft.title), ""]
    for part in draft.parts:
        if isinstance(part, str):
            out += ["", f"## {part}", ""]
            continue
        for index, boxes in enumerate(part.rows):
            out.append(
                "| "
                + " | ".join(f"**{_flat(box)}**" if box and box.bold and box.text else _flat(box) for box in boxes)
                + " |"
            )
            if index == 0:
                out.append("|" + "---|" * len(boxes))
    path.write_text("\n".join([*out, "", *draft.tail]), encoding="utf-8")


def _flat(box: Box | None) -> str:
    """Blanks for line ends, commas in a list of short words, as people retype such cells."""
    if box is None:
        return ""
    short = len(box.lines) > 1 and all(len(line) < 40 and line[:1].isalpha() for line in box.lines)
    return (", " if short else " ").join(box.lines)


def _widths(part: Sheet) -> list[float]:
    """Shares of the page by what stands in the columns, never narrower than the longest word."""
    shares = []
    for col in range(len(part.rows[0])):
        lines = [line for row in part.rows if (box := row[col]) and box.across == 1 for line in box.lines]
        word = max((len(word) for line in lines for word in line.split()), default=2)
        shares.append(word + 2.5 + min(max(map(len, lines), default=3), 60) ** 0.5)
    return shares


def _font_size(draft: Draft, landscape: bool) -> float:
    """Small enough for the longest words of all columns side by side."""
    letters = max(sum(_widths(part)) for part in draft.parts if isinstance(part, Sheet))
    return min(9.0, (740 if landscape else 490) / letters / 0.66)


def write_pdf(draft: Draft, path: Path, *, ruled: bool = True) -> None:
    """Set by Typst, from data in JSON, so that no text of a plan is markup."""
    import typst

    landscape = max(len(part.rows[0]) for part in draft.parts if isinstance(part, Sheet)) > 5

    parts = [
        {"heading": part} if isinstance(part, str)
        else {"widths": _widths(part), "head": part.header_rows, "cells": [
            {"text": box.text, "x": col, "y": row, "across": box.across, "down": box.down, "bold": box.bold}
            for row, boxes in enumerate(part.rows) for col, box in enumerate(boxes) if box is not None
        ]}
        for part in draft.parts
    ]  # fmt: skip
    data = {"stamp": draft.stamp, "at": draft.stamp_at, "title": draft.title, "parts": parts, "tail": draft.tail,
            "ruled": ruled, "flipped": landscape, "size": _font_size(draft, landscape)}  # fmt: skip
    source = path.with_suffix(".typ")
    source.write_text(_TYPST, encoding="utf-8")
    typst.compile(str(source), output=str(path), sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    source.unlink()


_TYPST = """
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", flipped: data.flipped, margin: 1.8cm, numbering: "1")
#set text(font: "DejaVu Serif", size: data.size * 1pt, lang: "ru", hyphenate: false)
#let lines(items) = items.map(line => text(line)).join(linebreak())
#if data.stamp.len() > 0 {
  if data.at == "left" { lines(data.stamp) }
  else if data.at == "beside" {
    let left = ("СОГЛАСОВАНО", "Председатель совета", "________ О.О. Полянская", "25.08.2026")
    grid(columns: (1fr, 1fr), lines(left), lines(data.stamp))
  }
  else { align(right, block(width: 50%, align(left, lines(data.stamp)))) }
}
#v(8pt)
#align(center, strong(lines(data.title)))
#v(6pt)
#for part in data.parts {
  if "heading" in part { v(4pt); strong(part.heading); v(2pt) }
  else {
    table(
      columns: part.widths.map(w => w * 1fr), stroke: if data.ruled { 0.5pt } else { none }, align: left, inset: 4pt,
      row-gutter: if data.ruled { 0pt } else { 4pt },
      ..part.cells.map(c => table.cell(x: c.x, y: c.y, colspan: c.across, rowspan: c.down,
        if c.bold { strong(lines(c.text.split("\\n"))) } else { lines(c.text.split("\\n")) })),
    )
  }
}
#lines(data.tail)
"""

WRITERS: dict[str, Callable[[Draft, Path], None]] = {
    "docx": write_docx,
    "xlsx": write_xlsx,
    "html": write_html,
    "pdf": write_pdf,
    "tsv": write_tsv,
    "md": write_markdown,
}
