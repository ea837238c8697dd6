"""The board: lines as cards in columns by state, by who answers, or by section.

A state is computed, so a card is not put into a column: dropping it asks for the deed that leads there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.keyset import cursor_of
from nastavnik.base.routes import route
from nastavnik.portal.roadmaps.rows import NOBODY, mark_of
from nastavnik.portal.roadmaps.views.filters import BoardFilter, lines_of
from nastavnik.portal.roadmaps.views.page import frame, term_words
from nastavnik.portal.ui.templatetags.ui import icon
from nastavnik.roadmaps import states
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.models.lines import LineDecision, ResponsibleParty
from nastavnik.roadmaps.timeline import TimedLine, timed_page
from nastavnik.roadmaps.wording import shortened

MOST_CARDS = 500
# Of a longer board, a browser lays out only the cards that are seen.
FEW_CARDS = 60
# Columns by state: what is done late is done. The deed a column asks of a card dropped on it; "" for a state
# that only the days and the evidence bring about.
BY_STATE: tuple[tuple[str, str | Promise, tuple[str, ...], str], ...] = (
    ("overdue", _("Overdue"), (states.OVERDUE,), ""),
    ("in_progress", _("In progress"), (states.IN_PROGRESS,), ""),
    ("not_started", _("Not started"), (states.NOT_STARTED,), ""),
    ("done", _("Done"), (states.DONE, states.DONE_LATE), "prove"),
    ("postponed", _("Postponed"), (states.POSTPONED,), "postponed"),
    ("not_relevant", _("Not relevant"), (states.NOT_RELEVANT,), "not_relevant"),
)
# A plan names dozens of posts: those with the fewest lines share the last column.
MOST_COLUMNS = 12


@dataclass(frozen=True)
class Card:
    """One line on the board. ``deeds`` are the columns that it may be dropped on."""

    line: TimedLine
    language: str

    @property
    def title(self) -> str:
        return shortened(self.line.title, 140)

    @property
    def name(self) -> str:
        return shortened(f"{self.line.number} {self.line.title}".strip(), 60)

    @property
    def responsible(self) -> str:
        return shortened(self.line.responsible, 60)

    @property
    def mark(self) -> str:
        return mark_of(self.line.state, self.line.due_soon, self.language)

    @property
    def next_day(self) -> str:
        day = self.line.next_due_on
        return term_words(day, day, self.language) if day else ""

    @property
    def times(self) -> str:
        return gettext("%(done)s of %(total)s times") % {"done": self.line.done, "total": self.line.count}

    @property
    def deeds(self) -> str:
        if self.line.is_set_aside:
            return "again"
        found = ["postponed", "not_relevant"]
        return " ".join(["prove", *found] if self.line.waiting else found)


@dataclass
class Column:
    code: str
    title: str
    deed: str = ""
    cards: list[Card] = field(default_factory=list)


@route("roadmap.view", of=Roadmap)
def board(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    if roadmap.removed_at:
        return redirect("roadmaps:plan", roadmap.uid)
    form = BoardFilter(request.GET, roadmap=roadmap)
    page, lines = timed_page(
        lines_of(roadmap, form), on=form.day, cursor=cursor_of(request.GET), size=MOST_CARDS, with_times=False
    )
    language = get_language() or ""
    cards = [Card(line, language) for line in lines]
    context = frame(request, roadmap, form, "board") | {
        "list_page": page,
        "tracks": tracks(GROUPINGS[form.grouping](roadmap, page.rows, cards)),
        "is_long": len(cards) > FEW_CARDS,
        "card_count": len(cards),
        "words": words_of_cards(),
        "choices": BoardFilter.BY,
        "at": reverse("roadmaps:line", args=[NOBODY]).removesuffix(f"{NOBODY}/"),
        "dates_at": reverse("roadmaps:prove", args=[NOBODY]).removesuffix(f"{NOBODY}/prove/"),
    }
    return render(request, "roadmaps/views/board.html", context)


def words_of_cards() -> dict[str, SafeString]:
    """What every card repeats: drawn once for a page."""
    return {
        "deeds": conditional_escape(gettext("Deeds of the line")),
        "dots": icon("dots"),
        "prove": format_html("{}{}", icon("check"), gettext("Mark as done")),
        "postpone": format_html("{}{}", icon("player-pause"), gettext("Postpone")),
        "drop": format_html("{}{}", icon("circle-minus"), gettext("Mark as not relevant")),
    }


def by_state(_roadmap: Roadmap, _rows: Sequence[RoadmapLine], cards: Sequence[Card]) -> list[Column]:
    columns = [Column(code, str(title), deed) for code, title, _states, deed in BY_STATE]
    place = {state: column for column, row in zip(columns, BY_STATE, strict=True) for state in row[2]}
    for card in cards:
        place[card.line.state].cards.append(card)
    return columns


def by_section(roadmap: Roadmap, _rows: Sequence[RoadmapLine], cards: Sequence[Card]) -> list[Column]:
    """One query."""
    columns: dict[int | None, Column] = {
        section.pk: Column(str(section.position), shortened(str(section), 90)) for section in roadmap.sections.all()
    }
    columns[None] = Column("none", str(_("Without a section")))
    for card in cards:
        columns[card.line.section_id].cards.append(card)
    return [column for column in columns.values() if column.cards]


def by_responsible(_roadmap: Roadmap, rows: Sequence[RoadmapLine], cards: Sequence[Card]) -> list[Column]:
    """A line stands with the first who answers for it. One query."""
    named: dict[int, str] = {}
    parties = ResponsibleParty.objects.filter(line__in=[row.pk for row in rows]).order_by("line", "position")
    for line, text in parties.values_list("line_id", "text"):
        named.setdefault(line, text)
    columns: dict[str, Column] = {}
    nobody = Column("none", str(_("Nobody named")))
    for row, card in zip(rows, cards, strict=True):
        text = named.get(row.pk, "")
        column = columns.setdefault(text, Column(text, shortened(text, 60))) if text else nobody
        column.cards.append(card)
    found = sorted(columns.values(), key=lambda column: -len(column.cards))
    others = Column("others", str(_("All others")))
    for column in found[MOST_COLUMNS:]:
        others.cards.extend(column.cards)
    return [*found[:MOST_COLUMNS], *(column for column in (others, nobody) if column.cards)]


def tracks(columns: Sequence[Column]) -> list[list[Column]]:
    """Columns side by side; those of lines that were set aside stand one below the other."""
    aside = [column for column in columns if column.code in LineDecision.Kind.values]
    others = [[column] for column in columns if column not in aside]
    return [*others, aside] if aside else others


GROUPINGS: dict[str, Callable[[Any, Any, Any], list[Column]]] = {
    "state": by_state,
    "section": by_section,
    "responsible": by_responsible,
}
