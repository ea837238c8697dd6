"""What people choose when a plan is made of a typical one or goes on into another year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.portal.roadmaps.forms import OwnerForm
from nastavnik.portal.years import this_year
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.relative import Anchor
from nastavnik.roadmaps.wording import shortened

MOST_DAYS = 300
SIDES = [("start", pgettext_lazy("side of a period", "beginning")), ("end", pgettext_lazy("side of a period", "end"))]


def years_ahead(back: int = 1, ahead: int = 3) -> list[tuple[int, str]]:
    """School years to choose from, around today."""
    this = this_year()
    return [(year, f"{year}/{(year + 1) % 100:02d}") for year in range(this - back, this + ahead + 1)]


class YearForm(forms.Form):
    """The school year that the plan to be begins in."""

    year = forms.TypedChoiceField(label=_("School year"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - said for the type checker
        field.choices = years_ahead()
        self.initial.setdefault("year", this_year())


class UseForm(YearForm, OwnerForm):
    """A plan of one's own out of a typical plan."""

    title = forms.CharField(
        label=_("Title"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Years named in it are shifted by themselves."),
    )  # fmt: skip
    field_order = ("node", "year", "title")


class AnchorForm(forms.Form):
    """The term of a line of a typical plan, counted from a part of the school year or from another line."""

    anchor = forms.ChoiceField(label=_("Counted from"))
    side = forms.ChoiceField(label=_("Which end of it"), choices=SIDES)
    days = forms.IntegerField(
        label=_("Days later"), min_value=-MOST_DAYS, max_value=MOST_DAYS, initial=0,
        help_text=_("A number with a minus means days earlier."),
    )  # fmt: skip
    length = forms.IntegerField(
        label=_("Lasts, days"), min_value=1, max_value=MOST_DAYS, initial=1,
        help_text=_("1: the line is due on that very day."),
    )  # fmt: skip

    def __init__(self, *args: Any, line: RoadmapLine, spans: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["anchor"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [
            ("", _("the day and the month of its own wording")),
            (_("Parts of the school year"), [("year", _("the school year")), *spans]),
            (_("Lines of this plan"), _others(line)),
        ]
        field.required = False

    def relative(self) -> dict[str, Any]:
        """What the line keeps; empty for the term as worded."""
        data = self.cleaned_data
        if not data["anchor"]:
            return {}
        is_line = data["anchor"].startswith("line:")
        name = data["anchor"].removeprefix("line:")
        ends = (data["days"], data["days"] + data["length"] - 1)
        start, end = (str(Anchor(name=name, side=data["side"], days=days, is_line=is_line)) for days in ends)
        return {"kind": "date" if data["length"] == 1 else "range", "windows": [[start, end]]}


def _others(line: RoadmapLine) -> list[tuple[str, str]]:
    rows = line.roadmap.lines.filter(removed_at=None).exclude(pk=line.pk).order_by("position", "pk")
    return [
        (f"line:{uid}", shortened(f"{number} {title}".strip(), 90))
        for uid, number, title in rows.values_list("uid", "number", "title")[:MOST_DAYS]
    ]


def initial_of(line: RoadmapLine) -> dict[str, Any]:
    """The form as the line stands."""
    windows = line.relative.get("windows") or []
    if not windows:
        return {"anchor": "", "days": 0, "length": 1, "side": "start"}
    start, end = (Anchor.parse(text) for text in windows[0])
    name = f"line:{start.name}" if start.is_line else start.name
    return {"anchor": name, "side": start.side, "days": start.days, "length": end.days - start.days + 1}


def use_initial(template: Roadmap) -> dict[str, Any]:
    return {"title": template.title}
