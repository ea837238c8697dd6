"""The two monitorings of plans as ready tables: where the work was launched, and how well plans are carried out.

A preset is a choice of declared figures; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik import measures
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.keyset import Page, cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.measures import suppressing
from nastavnik.org.levels import keepers
from nastavnik.org.models import Node, NodeQuerySet
from nastavnik.portal.measures.figures import Figure, figures, hidden_words, own_path
from nastavnik.portal.measures.forms import PlaceForm
from nastavnik.portal.measures.pages import where
from nastavnik.portal.org.filters import PlainSelect

CHUNK = 500


@dataclass(frozen=True)
class Preset:
    title: str | Promise
    lead: str | Promise
    codes: tuple[str, ...]


PRESETS = {
    "launch": Preset(
        gettext_lazy("Monitoring of the launch"),
        gettext_lazy("Who has a curator and a plan, and whose plan was agreed in time and approved."),
        ("org.with_curator", "plan.has_plan", "plan.agreed_by_date", "plan.approved"),
    ),
    "quality": Preset(
        gettext_lazy("Monitoring of the quality of plans"),
        gettext_lazy("How plans are carried out: in time, late, with evidence. Held in December and in February."),
        (
            "plan.lines_done",
            "plan.lines_on_time",
            "plan.lines_late",
            "plan.lines_overdue",
            "plan.lines_with_evidence",
        ),
    ),
}


@dataclass(frozen=True)
class TableRow:
    node: Node
    figures: list[Figure]


class MonitoringForm(PlaceForm):
    by = forms.ChoiceField(
        label=gettext_lazy("Rows"),
        choices=[
            ("", gettext_lazy("districts and organisations here")),
            ("organisations", gettext_lazy("all organisations")),
        ],
        widget=PlainSelect,
    )

    @property
    def by_organisation(self) -> bool:
        return self.chosen().get("by") == "organisations"


def preset_or_404(name: str) -> Preset:
    if name not in PRESETS:
        raise Http404
    return PRESETS[name]


@route("measure.view")
def table(request: SignedIn, preset: str) -> HttpResponse:
    """The figures of a preset for the parts of a place, or for each organisation in it."""
    chosen, form = preset_or_404(preset), MonitoringForm(request)
    whole = figures(chosen.codes, form.place, [form.span], form.day, own=own_path(request))
    page, rows = _rows(chosen, form, cursor_of(request.GET))
    context = {
        "preset": chosen,
        "name": preset,
        "presets": PRESETS.items(),
        "form": form,
        "measures": [measures.named(code) for code in chosen.codes],
        "rows": rows,
        "list_page": page,
        "whole": [whole[code, form.span.code] for code in chosen.codes],
        **where(request, form),
    }
    return render(request, "measures/monitoring.html", context)


def _rows(preset: Preset, form: MonitoringForm, cursor: str) -> tuple[Page[Node] | None, list[TableRow]]:
    if not form.by_organisation:
        return None, _parts(preset, form)
    page = keyset_page(_organisations(form), order=("sort_name",), cursor=cursor)
    return page, _own(preset, form, page.rows)


def _parts(preset: Preset, form: MonitoringForm) -> list[TableRow]:
    parts = measures.parts_of(preset.codes, form.place, [form.span], form.day)
    counted = {(node.pk, *key): value for node, values in parts for key, value in values.items()}
    found = _shown(form, counted)
    return [TableRow(node, [_figure(form, node, code, found[node.pk, code, form.span.code]) for code in preset.codes])
            for node, _values in parts]  # fmt: skip


def _shown(form: MonitoringForm, counted: suppressing.Found) -> suppressing.Found:
    return suppressing.shown(counted, form.place, [form.span], form.day, own=own_path(form.request))


def _organisations(form: MonitoringForm) -> NodeQuerySet:
    return keepers(form.day).filter(pk__in=measures.inside(form.place, form.day))


def _own(preset: Preset, form: MonitoringForm, nodes: Sequence[Node]) -> list[TableRow]:
    """The figures of organisations alone, nothing summed."""
    keys = [node.pk for node in nodes]
    found = _shown(form, measures.by_node(preset.codes, form.place, [form.span], form.day, among=keys))
    nothing = measures.Value(0, 0, form.day, timezone.now())
    return [
        TableRow(
            node,
            [_figure(form, node, code, found.get((node.pk, code, form.span.code), nothing)) for code in preset.codes],
        )
        for node in nodes
    ]


def _figure(form: MonitoringForm, node: Node, code: str, value: measures.Value) -> Figure:
    return Figure(measures.named(code), node, form.span, value)


@route("measure.view")
def export(request: SignedIn, preset: str, form: str) -> HttpResponseBase:
    """The same table as XLSX or CSV, all rows."""
    streams = {"xlsx": sheets.stream_xlsx, "csv": sheets.stream_csv}
    if form not in streams:
        raise Http404
    chosen, place = preset_or_404(preset), MonitoringForm(request)
    record("measure.exported", None, actor=request.user, node_id=place.place.pk, preset=preset, form=form)
    rows = _all_own(chosen, place) if place.by_organisation else _parts(chosen, place)
    return streams[form](_columns(chosen), rows, name=_("monitoring"))


def _all_own(preset: Preset, form: MonitoringForm) -> Iterator[TableRow]:
    found = _organisations(form).order_by("sort_name", "pk").iterator(chunk_size=CHUNK)
    while nodes := list(islice(found, CHUNK)):
        yield from _own(preset, form, nodes)


def _columns(preset: Preset) -> list[sheets.Column]:
    columns = [sheets.Column(_("Organisation"), lambda row: row.node.short_name, 40)]
    for place, code in enumerate(preset.codes):
        title = str(measures.named(code).title)
        columns += [
            sheets.Column(title, partial(_cell, place, "numerator"), 20),
            sheets.Column(_("%(figure)s: out of") % {"figure": title}, partial(_cell, place, "denominator"), 20),
            sheets.Column(_("%(figure)s, %%") % {"figure": title}, partial(_percent, place), 20),
        ]
    return columns


def _cell(place: int, name: str, row: TableRow) -> int | str:
    if row.figures[place].value.is_hidden:
        return hidden_words()
    found: int = getattr(row.figures[place].value, name)
    return found


def _percent(place: int, row: TableRow) -> float | str:
    if row.figures[place].value.is_hidden:
        return hidden_words()
    share = row.figures[place].value.share
    return "" if share is None else round(share * 100, 1)
