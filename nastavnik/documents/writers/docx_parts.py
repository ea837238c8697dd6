"""The parts of a DOCX around its body: styles, numbering of lists, running heads, properties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from nastavnik.documents.texts import escaped
from nastavnik.documents.tree import Document, Picture, Run

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
FONT = "PT Sans"
#: The only moment a document knows, where Word wants one.
_MOMENT = "2000-01-01T00:00:00Z"
_BULLETS = ("•", "–", "▪")
_PNG = '<Default Extension="png" ContentType="image/png"/>'


def seam(hung: str = "") -> str:
    """A line nobody sees, upon which ``hung`` may hang."""
    run = f"<w:r>{hung}</w:r>" if hung else ""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/>'
        f'<w:szCs w:val="2"/></w:rPr></w:pPr>{run}</w:p>'
    )


#: Between two tables, which would else be one to Word, and after the last. Read back as nothing.
SEAM = seam()
#: Parts that hold nothing of what a document says.
USUAL = frozenset(
    {
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml",
        "word/numbering.xml", "word/fontTable.xml",
    }
)  # fmt: skip
#: Relations of the document before those of its pictures.
_OTHERS = 7
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PAGE_NUMBER = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


class ListKind(NamedTuple):
    """A list that counts on its own: its ``sign`` ("•" for bullets), the level it stands on, its first number."""

    sign: str
    level: int
    start: int


def is_whole(sign: str) -> bool:
    """Numbers of its inner lists may have its own before theirs."""
    return sign == "1.1."


def parts(
    document: Document, body: str, lists: Sequence[ListKind], header: str, footer: str, pictures: int
) -> Iterator[tuple[str, str]]:
    """(name, text) of every part of XML in the order of the archive. Pictures come after them."""
    heads = {
        "header1": ("hdr", f"{_PAGE_NUMBER if document.numbered else ''}{header}" or "<w:p/>"),
        # The first page carries no number.
        "header2": ("hdr", header or "<w:p/>"),
        "footer1": ("ftr", footer or "<w:p/>"),
    }
    yield "[Content_Types].xml", _content_types(heads, pictures)
    yield (
        "_rels/.rels",
        _relations(
            (f"{_R}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
    )
    yield "docProps/core.xml", _properties(document)
    yield (
        "word/document.xml",
        f"{_HEAD}<w:document {_SPACES}><w:body>{body}{_section(document)}</w:body></w:document>",
    )
    yield (
        "word/_rels/document.xml.rels",
        _relations(
            *((f"{_R}/{name}", f"{name}.xml") for name in ("styles", "settings", "numbering", "fontTable")),
            *((f"{_R}/{name[:-1]}", f"{name}.xml") for name in heads),
            *((f"{_R}/image", f"media/image{number}.png") for number in range(1, pictures + 1)),
        ),
    )
    yield "word/styles.xml", _styles(document.size)
    yield "word/settings.xml", _SETTINGS
    yield "word/numbering.xml", _numbering(tuple(lists))
    yield "word/fontTable.xml", _FONTS
    for name, (tag, content) in heads.items():
        yield f"word/{name}.xml", f"{_HEAD}<w:{tag} {_SPACES}>{content}</w:{tag}>"


def _content_types(heads: dict[str, tuple[str, str]], pictures: int) -> str:
    kinds = {
        "document": "document.main", "styles": "styles", "settings": "settings", "numbering": "numbering",
        "fontTable": "fontTable", **{name: name[:-1] for name in heads},
    }  # fmt: skip
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{_PNG if pictures else ''}"
        '<Override PartName="/docProps/core.xml"'
        f' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{overrides}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _properties(document: Document) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(document.title)}</dc:title><dc:language>ru-RU</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_MOMENT}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_MOMENT}</dcterms:modified></cp:coreProperties>'
    )


def _section(document: Document) -> str:
    page = document.page
    turned = ' w:orient="landscape"' if page.landscape else ""
    margins = {side: twips(getattr(page, side)) for side in ("top", "right", "bottom", "left")}
    sides = " ".join(f'w:{side}="{value}"' for side, value in margins.items())
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:headerReference w:type="first" r:id="rId6"/>'
        '<w:footerReference w:type="default" r:id="rId7"/><w:footerReference w:type="first" r:id="rId7"/>'
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'
        f'<w:pgMar {sides} w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )


def solid(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """A line of nothing but blanks keeps its height in LibreOffice only if they are no-break ones."""
    if runs and runs[0].text[:1] == " " and all(run.text.strip(" ") == "" for run in runs):
        return tuple(replace(run, text=run.text.replace(" ", "\u00a0")) for run in runs)
    return runs


def twips(millimetres: float) -> int:
    """Twentieths of a point, by which Word measures."""
    return round(millimetres * 1440 / 25.4)


_SETTINGS = (
    f'{_HEAD}<w:settings {_SPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="ru-RU"/>'
    "</w:settings>"
)
# Where PT Sans is not installed, the office takes the font named beside it.
_FONTS = (
    f'{_HEAD}<w:fonts {_SPACES}><w:font w:name="{FONT}"><w:altName w:val="Arial"/>'
    '<w:panose1 w:val="020B0503020203020204"/>'
    '<w:charset w:val="CC"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)


@lru_cache(maxsize=16)
def _styles(points: float) -> str:
    size = round(points * 2)
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:bCs/><w:sz w:val="{size + larger}"/><w:szCs w:val="{size + larger}"/></w:rPr></w:style>'
        for level, larger in ((1, 4), (2, 2), (3, 0))
    )
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f"{_HEAD}<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        f"{headings}"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="34" w:type="dxa"/>'
        '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="34" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        '<w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style></w:styles>"
    )


#: How each sign is written on each of the three levels, and the form of its numbers.
_SIGNS: dict[str, tuple[str, tuple[str, str, str]]] = {
    "•": ("bullet", _BULLETS),
    "1.": ("decimal", ("%1.", "%2.", "%3.")),
    "1.1.": ("decimal", ("%1.", "%1.%2.", "%1.%2.%3.")),
    "1)": ("decimal", ("%1)", "%2)", "%3)")),
    "а)": ("russianLower", ("%1)", "%2)", "%3)")),
}
#: Indents of the text and of the number before it, in twips; numbers of several parts want more room.
_NARROW, _BROAD = ((624, 482), (1106, 482), (1588, 482)), ((624, 482), (1304, 680), (2211, 907))


@lru_cache(maxsize=64)
def _numbering(lists: tuple[ListKind, ...]) -> str:
    """A definition for each sign; each list is an instance of its own, so that each counts by itself."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{_levels(sign)}</w:abstractNum>"
        for number, sign in enumerate(_SIGNS)
    )
    numbers = {sign: number for number, sign in enumerate(_SIGNS)}
    instances = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{numbers[kind.sign]}"/>{_restart(kind)}</w:num>'
        for number, kind in enumerate(lists, start=1)
    )
    return f"{_HEAD}<w:numbering {_SPACES}>{kinds}{instances}</w:numbering>"


def _restart(kind: ListKind) -> str:
    if kind.sign == "•":
        return ""
    return "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{kind.start if level == kind.level else 1}"/>'
        "</w:lvlOverride>"
        for level in range(len(_BULLETS))
    )


def _levels(sign: str) -> str:
    form, texts = _SIGNS[sign]
    indents = _BROAD if is_whole(sign) else _NARROW
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
        for level, (text, (left, hanging)) in enumerate(zip(texts, indents, strict=True))
    )


# --------------------------------------------------------------------- pictures


def picture_name(number: int) -> str:
    return f"word/media/image{number}.png"


def drawing(picture: Picture, number: int, unique: int, *, top: float | None = None) -> str:
    """The picture stored under ``number``, in a line of text or ``top`` millimetres down the page at its left margin.
    ``unique`` tells it from others of the document."""
    size = f'cx="{round(picture.width * 36000)}" cy="{round(picture.height * 36000)}"'
    named = f'id="{unique}" name="Рисунок {unique}" descr="{escaped(picture.alt)}"'
    kind, set_where, after = "inline", "", ""
    look = 'distT="0" distB="0" distL="0" distR="0"'
    if top is not None:
        kind, after = "anchor", "<wp:wrapNone/>"
        look += ' simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"'
        set_where = (
            '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
            '<wp:positionV relativeFrom="page">'
            f"<wp:posOffset>{round(top * 36000)}</wp:posOffset></wp:positionV>"
        )
    return (
        f'<w:drawing><wp:{kind} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        f" {look}>{set_where}<wp:extent {size}/>{after}<wp:docPr {named}/>"
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rId{_OTHERS + number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:{kind}></w:drawing>"
    )
