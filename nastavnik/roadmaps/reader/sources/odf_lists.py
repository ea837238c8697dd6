"""Numbers and bullets of OpenDocument lists, which the program draws and the text does not hold."""

from __future__ import annotations

from lxml import etree

from nastavnik.documents.office.numbering import drawn

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMS = {"1": "decimal", "I": "upperRoman", "i": "lowerRoman", "a": "lowerLetter", "A": "upperLetter"}


class ListLabels:
    def __init__(self, root: etree._Element, styles: etree._Element | None) -> None:
        self._styles: dict[str, dict[int, etree._Element]] = {}
        for tree in (styles, root):
            for style in () if tree is None else tree.iter(f"{TEXT}list-style"):
                self._styles[style.get(f"{STYLE}name", "")] = {
                    int(level.get(f"{TEXT}level", "1")): level for level in style if isinstance(level.tag, str)
                }
        self._counters: dict[etree._Element, int] = {}

    def label(self, paragraph: etree._Element) -> str:
        """The label in front of the first paragraph of a list item; counts it, so ask in order."""
        item = paragraph.getparent()
        if item is None or item.tag != f"{TEXT}list-item" or item.find(f"{TEXT}p") is not paragraph:
            return ""
        chain = [element for element in item.iterancestors() if element.tag == f"{TEXT}list"]
        numbers = [self._count(holder, inner) for holder, inner in zip(chain, [item, *chain], strict=False)]
        name = next((name for each in chain if (name := each.get(f"{TEXT}style-name"))), "")
        level = self._styles.get(name, {}).get(len(chain))
        if level is None:
            return ""
        if level.tag != f"{TEXT}list-level-style-number":
            char = level.get(f"{TEXT}bullet-char", "•")
            return char if char.isprintable() and not "\ue000" <= char <= "\uf8ff" else "•"
        form = _FORMS.get(level.get(f"{STYLE}num-format", ""), "")
        if not form:
            return ""
        shown = int(level.get(f"{TEXT}display-levels", "1"))
        parts = [drawn(number, form) for number in reversed(numbers[:shown])]
        return level.get(f"{STYLE}num-prefix", "") + ".".join(parts) + level.get(f"{STYLE}num-suffix", "")

    def _count(self, holder: etree._Element, inner: etree._Element) -> int:
        """The place of the item that holds `inner` among the items of `holder`."""
        items = [element for element in holder if element.tag == f"{TEXT}list-item"]
        for place, element in enumerate(items, start=1):
            if element is inner or inner in element.iter():
                start = element.get(f"{TEXT}start-value")
                return int(start) if start else place
        return 1
