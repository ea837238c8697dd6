"""The account of every text of the source: nothing is lost without a word.

Each place ends imported, flagged or ignored *with a reason*. What no rule has claimed is flagged
as unread, so a gap in the reader is seen by a person instead of passing in silence.
"""

from __future__ import annotations

from dataclasses import dataclass

from nastavnik.roadmaps.reader.document import Cell, Document, Paragraph, Unseen
from nastavnik.roadmaps.reader.plan import Fate, Flag, SourceCell

UNSEEN_REASONS: dict[Unseen, str] = {
    "deleted": "Удалено в режиме правки",
    "hidden": "Скрытый текст или скрытая строка",
    "footnote": "Сноска",
    "running": "Колонтитул",
    "comment": "Примечание рецензента",
    "covered": "Текст под объединённой ячейкой, в документе он не виден",
    "hidden_sheet": "Скрытый лист",
}
UNCLAIMED = "Не удалось понять, к чему это относится: проверьте"


@dataclass(slots=True)
class _Claim:
    fate: Fate
    reason: str
    owner: object | None = None


class Ledger:
    """Claims by place; the first claim on a place stays, save that an import overrides an ignore."""

    def __init__(self) -> None:
        self._claims: dict[str, _Claim] = {}

    def imported(self, piece: Cell | Paragraph, reason: str, owner: object | None = None) -> None:
        claim = self._claims.get(piece.place)
        if claim is None or claim.fate != "imported" or claim.owner is None:
            self._claims[piece.place] = _Claim("imported", reason, owner)

    def ignored(self, piece: Cell | Paragraph, reason: str) -> None:
        self._claims.setdefault(piece.place, _Claim("ignored", reason))

    def claimed(self, piece: Cell | Paragraph) -> bool:
        return piece.place in self._claims

    def hand_over(self, old: object, new: object) -> None:
        """What went to one line now belongs to another (the rest of a torn row)."""
        for claim in self._claims.values():
            if claim.owner is old:
                claim.owner = new

    def settle(self, document: Document, indexes: dict[int, int], flags: list[Flag]) -> list[SourceCell]:
        """The account in reading order. `indexes` gives the line of an owner by `id`."""
        flagged = {flag.place: flag.sentence for flag in flags if flag.place}
        cells: list[SourceCell] = []
        for piece in document.pieces():
            text = piece.text.strip()
            if not text:
                continue
            if piece.unseen:
                cells.append(SourceCell(piece.place, text, "ignored", UNSEEN_REASONS[piece.unseen]))
                continue
            claim = self._claims.get(piece.place) or _Claim("flagged", UNCLAIMED)
            line = indexes.get(id(claim.owner)) if claim.owner is not None else None
            if piece.place in flagged:
                cells.append(SourceCell(piece.place, text, "flagged", flagged[piece.place], line))
            else:
                cells.append(SourceCell(piece.place, text, claim.fate, claim.reason, line))
        return cells
