"""What narrows the list of documents: its part, the group, the year, words of the title or the number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.base.filters import FilterForm
from nastavnik.base.merged import EVERYTHING, FEW_PARTS, Part
from nastavnik.documents.models import ISSUED, Paper, PaperQuerySet, State
from nastavnik.documents.search import saying
from nastavnik.org.models import Node
from nastavnik.portal.documents.groups import GROUPS, codes_of

ALL, WAITING, IN_FORCE, ENDED = "", "waiting", "in_force", "ended"
PARTS = {
    ALL: _("All documents"),
    WAITING: _("Being prepared"),
    IN_FORCE: _("In force"),
    ENDED: _("No longer in force"),
}

# Issued documents have their day; SQLite takes the index over days only where the query says so.
_DATED = Q(dated_on__isnull=False)


class PaperFilter(FilterForm):
    q = forms.CharField(label=_("Title or number"), max_length=100)
    group = forms.MultipleChoiceField(label=_("Kind"), choices=[(str(key), title) for key, title in GROUPS.items()])
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, choices=())
    node = forms.CharField(label=_("Organisation"), max_length=100)
    part = forms.ChoiceField(
        label=_("State"), choices=[(key, title) for key, title in PARTS.items() if key], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, across: bool = False, wide: bool = False, **kwargs: Any) -> None:
        """``across`` several organisations: then they are told apart; ``wide``: there are many of them."""
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        years = self.fields["year"]
        assert isinstance(years, forms.TypedChoiceField)  # noqa: S101 - said for the type checker
        years.choices = [("", _("any")), *((year, str(year)) for year in range(this, this - 10, -1))]
        self.wide = wide
        if not across:
            del self.fields["node"]

    def narrow_q(self, papers: PaperQuerySet, text: str) -> PaperQuerySet:
        """The words of the title, the number or the kind."""
        return saying(papers, text)

    def narrow_group(self, papers: PaperQuerySet, wanted: list[str]) -> PaperQuerySet:
        return papers.filter(code__in=codes_of(wanted))

    def narrow_year(self, papers: PaperQuerySet, year: int) -> PaperQuerySet:
        return papers.filter(dated_on__year=year)

    def narrow_node(self, papers: PaperQuerySet, text: str) -> PaperQuerySet:
        return papers.filter(node__in=Node.objects.named_like(text))

    def narrow_part(self, papers: PaperQuerySet, part: str) -> PaperQuerySet:
        if part == IN_FORCE:
            return papers.in_force().filter(_DATED)
        if part == ENDED:
            return papers.filter(_DATED, state__in=[State.REPEALED, State.REPLACED])
        return papers.exclude(state__in=sorted(ISSUED))

    @property
    def parts(self) -> list[Part]:
        """What the rows of many organisations consist of, each part along an index of its own: kinds, else states."""
        if not self.wide:
            return []
        chosen = self.chosen()
        if "group" in chosen:
            return [{"code": code} for code in codes_of(chosen["group"])]
        states = {WAITING: sorted(set(State) - ISSUED), ENDED: [State.REPEALED, State.REPLACED]}
        found: list[Part] = [{"state": state} for state in states.get(chosen.get("part", ""), ())]
        return found or ([] if self.is_register or "node" in chosen else [EVERYTHING])

    @property
    def near(self) -> PaperQuerySet | None:
        """Issued documents of whatever organisation, kind and state, the next of which are looked through first.

        None where an index is sure to be taken: few organisations, few parts, the newest first.
        """
        chosen = self.chosen()
        if not (self.wide and self.is_register) or "node" in chosen or 0 < len(self.parts) <= FEW_PARTS:
            return None
        papers = Paper.objects.filter(_DATED)
        return self.narrow_year(papers, chosen["year"]) if "year" in chosen else papers

    @property
    def is_register(self) -> bool:
        """Whether only issued documents are asked for: they go by their dates."""
        chosen = self.chosen()
        return chosen.get("part") in (IN_FORCE, ENDED) or "year" in chosen
