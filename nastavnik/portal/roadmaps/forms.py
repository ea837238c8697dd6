"""What people type on the pages of plans. Forms clean; the services save."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.models import User
from nastavnik.base.filters import FilterForm
from nastavnik.documents.models import Paper as Document
from nastavnik.org import reference
from nastavnik.org.models import Node
from nastavnik.portal.roadmaps.papers_part import paper_words
from nastavnik.roadmaps import states
from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.models import Roadmap, RoadmapLine, RoadmapSection
from nastavnik.roadmaps.models.lines import Control, LineDecision
from nastavnik.roadmaps.models.plans import Approval, ProgrammeModel, Status
from nastavnik.roadmaps.queries import named_like
from nastavnik.roadmaps.services.imports import MOST_BYTES
from nastavnik.roadmaps.wording import shortened

ACCEPTED = ".docx,.pdf,.xlsx,.ods,.odt,.html,.htm,.txt,.md,.tsv,.csv"
NO_MODEL = [("", _("not said"))]
# A row of the list of nodes to choose from; more than this are found by their name.
MOST_NODES = 300


class DayField(forms.DateField):
    """A calendar of the browser; without one, a typed date."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")


class OwnerForm(forms.Form):
    """Whose plan it is; asked only of those who may load plans for several organisations."""

    node = forms.ModelChoiceField(Node.objects.none(), label=_("Organisation"), to_field_name="uid", empty_label=None)

    def __init__(self, *args: Any, user: User, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes: QuerySet[Node] = Node.objects.visible_to(user, action).order_by("sort_name", "pk")
        field = self.fields["node"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = nodes[:MOST_NODES] if self.data == {} else nodes
        self.owners = list(nodes[:2])
        if len(self.owners) == 1:
            field.initial = self.owners[0].uid
            field.widget = forms.HiddenInput()


class DocumentForm(OwnerForm):
    """A file or a pasted table, and the period where the document does not say it."""

    file = forms.FileField(
        label=_("File with the road map"),
        required=False,
        help_text=_("DOCX, PDF, XLSX, ODS, ODT, HTML or plain text, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    pasted = forms.CharField(
        label=_("Table from Word or Excel"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "data-markup": "id_pasted_html"}),
        help_text=_("Select the table in Word or Excel, copy it and paste it here."),
    )
    # Filled by the browser from the clipboard where it can: the same table with its merged cells.
    pasted_html = forms.CharField(required=False, max_length=5_000_000, widget=forms.HiddenInput())
    starts_on = DayField(label=_("The plan begins on"), required=False)
    ends_on = DayField(label=_("The plan ends on"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), (data.get("pasted") or "").strip()
        if not file and not pasted and "file" not in self.errors:
            self.add_error("file", _("Choose a file or paste a table."))
        if file and file.size > MOST_BYTES:
            self.add_error("file", _("The file is larger than 20 MB. Save it without pictures or split it."))
        start, end = data.get("starts_on"), data.get("ends_on")
        if bool(start) != bool(end):
            self.add_error("ends_on" if start else "starts_on", _("Give both days or none."))
        elif start and end and end < start:
            self.add_error("ends_on", _("The plan ends before it begins. Correct one of the two dates."))
        return data

    @property
    def period(self) -> Period | None:
        start, end = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        return Period(start, end) if start and end else None

    def document(self) -> tuple[bytes, str]:
        """The bytes and the name of what came in."""
        if file := self.cleaned_data.get("file"):
            return file.read(), file.name
        if markup := self.cleaned_data.get("pasted_html"):
            return markup.encode(), str(_("pasted table")) + ".html"
        return self.cleaned_data["pasted"].encode(), str(_("pasted table")) + ".tsv"


class HeadingForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    organisation_text = forms.CharField(label=_("Organisation as written"), max_length=500, required=False)
    model = forms.ChoiceField(label=_("Model"), choices=[*NO_MODEL, *ProgrammeModel.choices], required=False)
    starts_on = DayField(label=_("The plan begins on"))
    ends_on = DayField(label=_("The plan ends on"))
    approval = forms.ChoiceField(label=_("Approval"), choices=Approval.choices)
    order_no = forms.CharField(label=_("Order number"), max_length=100, required=False)
    approved_on = DayField(label=_("Approved on"), required=False)
    approver_position = forms.CharField(label=_("Approved by (position)"), max_length=300, required=False)
    approver_name = forms.CharField(label=_("Approved by (name)"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput())


class ByHandForm(OwnerForm):
    title = forms.CharField(label=_("Title"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    model = forms.ChoiceField(label=_("Model"), choices=ProgrammeModel.choices)
    starts_on = DayField(label=_("The plan begins on"))
    ends_on = DayField(label=_("The plan ends on"))


class WordsForm(forms.Form):
    """The words of a line, in a plan or on its way into one."""

    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    title = forms.CharField(label=_("Activity"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    deadline_text = forms.CharField(
        label=_("Term"),
        max_length=1000,
        required=False,
        help_text=_("As in the document: «until 15 October», «once a quarter», «during the year»."),
    )
    responsible_text = forms.CharField(
        label=_("Responsible"),
        max_length=2000,
        required=False,
        help_text=_("Several are separated by commas."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    result = forms.CharField(
        label=_("Result, document"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    remark = forms.CharField(label=_("Remark"), max_length=3000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)


class LineForm(WordsForm):
    manual_due_on = DayField(
        label=_("Control date"),
        required=False,
        help_text=_("Only if the term names no day: the line is controlled by this date."),
    )
    control = forms.ChoiceField(
        label=_("How often a constant line is controlled"), choices=Control.choices, initial=Control.QUARTER
    )

    def keep_only(self, *names: str) -> None:
        for name in set(self.fields) - set(names):
            del self.fields[name]


class NewLineForm(LineForm):
    section = forms.ModelChoiceField(
        RoadmapSection.objects.none(), label=_("Section"), required=False, empty_label=_("no section")
    )

    def __init__(self, *args: Any, sections: QuerySet[RoadmapSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = sections


class PaperField(forms.ModelChoiceField):  # type: ignore[type-arg]  # at run time the class takes none
    def label_from_instance(self, obj: Document) -> str:
        return paper_words(obj)


class ProofForm(forms.Form):
    """``papers`` are the documents of the register that may be named; without any the field is not shown."""

    done_on = DayField(label=_("Done on"))
    paper = PaperField(
        Document.objects.none(), label=_("Document of the register"), to_field_name="uid", required=False,
        empty_label=_("none of them"), help_text=_("What was drawn up and registered here needs no file."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was done: number of the order, how many took part, where the papers are."),
    )  # fmt: skip
    link = forms.URLField(label=_("Link"), max_length=1000, required=False, assume_scheme="https")
    file = forms.FileField(label=_("File"), required=False, help_text=_("DOCX, XLSX, PDF, JPG or PNG, up to 20 MB."))

    def __init__(self, *args: Any, papers: QuerySet[Document] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["paper"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        if papers is None or not papers.exists():
            del self.fields["paper"]
        else:
            field.queryset = papers

    def clean_done_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Give the day on which it was done."))
        return day


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Decision"), choices=LineDecision.Kind.choices, widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("Basis"), max_length=500, help_text=_("An order, minutes or the reason, in one sentence.")
    )
    from_on = DayField(label=_("From"))


def code_of(party: str) -> str:
    """What an address says instead of ``party``, whose words may hold a name; the same in every plan."""
    return salted_hmac("nastavnik.roadmaps.party", party, algorithm="sha256").hexdigest()[:16]


class PlanFilter(FilterForm):
    """Filters of a plan: by state, by who answers, by words."""

    q = forms.CharField(label=_("Words"), max_length=100)
    state = forms.MultipleChoiceField(
        label=_("State"), choices=states.TITLES.items(), widget=forms.MultipleHiddenInput
    )
    responsible = forms.ChoiceField(label=_("Responsible"), choices=())
    kind = forms.ChoiceField(label=pgettext_lazy("line", "Kind of work"), choices=())
    section = forms.IntegerField(label=_("Section"), widget=forms.HiddenInput())
    on = DayField(label=_("As of"))

    lookups = {"section": "section__position", "kind": "capability"}
    further = frozenset({"kind", "on"})

    def __init__(self, *args: Any, roadmap: Roadmap, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {code_of(party): party for party in roadmap.parties}
        field = self.fields["responsible"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", _("any")), *((code, shortened(party, 50)) for code, party in self.parties.items())]
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - said for the type checker
        kind.choices = [("", _("any")), *reference.titles("capabilities").items()]

    @property
    def day(self) -> dt.date:
        found: dt.date = self.chosen().get("on") or timezone.localdate()
        return found

    def narrow_q(self, lines: QuerySet[RoadmapLine], text: str) -> QuerySet[RoadmapLine]:
        return named_like(lines, text)

    def narrow_responsible(self, lines: QuerySet[RoadmapLine], code: str) -> QuerySet[RoadmapLine]:
        return lines.filter(parties__text=self.parties[code])

    def narrow_state(self, lines: QuerySet[RoadmapLine], wanted: list[str]) -> QuerySet[RoadmapLine]:
        stated: Any = states.with_states(lines, self.day)
        found: QuerySet[RoadmapLine] = stated.filter(state__in=wanted)
        return found

    def narrow_on(self, lines: QuerySet[RoadmapLine], _day: dt.date) -> QuerySet[RoadmapLine]:
        return lines


class ListFilter(FilterForm):
    """Filters of the list of plans."""

    status = forms.MultipleChoiceField(label=_("Status"), choices=Status.choices)
    model = forms.MultipleChoiceField(label=_("Model"), choices=ProgrammeModel.choices)
    year = forms.TypedChoiceField(label=_("School year"), coerce=int, choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        years = [(year, f"{year}/{(year + 1) % 100:02d}") for year in range(this + 1, this - 6, -1)]
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", _("any")), *years]

    def narrow_year(self, plans: Any, year: int) -> Any:
        return plans.filter(starts_on__lte=dt.date(year + 1, 8, 31), ends_on__gte=dt.date(year, 9, 1))
