"""What the gallery shows: invented rows, as a school would have them. Data, hence in Russian."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.portal.ui import charts
from nastavnik.portal.ui.states import STATES
from nastavnik.portal.ui.toasts import Toast

COLUMNS = ("number", "title", "due_on", "state", "responsible")
LINES = [
    (
        "1.1",
        "Издать приказ о внедрении целевой модели",
        dt.date(2026, 9, 10),
        "done",
        "Иволгина Н. П.",
    ),
    ("1.2", "Назначить куратора и рабочую группу", dt.date(2026, 9, 15), "done_late", "Иволгина Н. П."),
    ("2.1", "Собрать согласия родителей наставляемых", dt.date(2026, 10, 15), "overdue", "Рябинин С. К."),
    ("2.2", "Провести анкетирование наставников", dt.date(2026, 11, 30), "due_soon", "Рябинин С. К."),
    ("2.3", "Обучить наставников, 36 часов", dt.date(2027, 2, 26), "in_progress", "Кленова Д. А."),
    ("3.1", "Подвести итоги и опубликовать практики", dt.date(2027, 5, 31), "not_started", "Кленова Д. А."),
    ("3.2", "Провести форум наставников района", dt.date(2027, 3, 19), "postponed", "Кленова Д. А."),
    ("3.3", "Заключить договор с предприятием-партнёром", None, "not_relevant", "Рябинин С. К."),
]
MONTHS = ("сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май")


class SampleForm(forms.Form):
    title = forms.CharField(
        label=_("Name of the plan"), max_length=200, help_text=_("As in the heading of the document.")
    )
    approved_on = forms.DateField(
        label=_("Approved on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(
        label=_("Model"), choices=[("learners", _("learners")), ("teachers", _("teachers"))], widget=forms.RadioSelect
    )
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", "—"), ("school", _("organisation")), ("district", _("district"))]
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    is_public = forms.BooleanField(
        label=_("Show on the site of the organisation"), required=False, help_text=_("Without names of pupils.")
    )


class SampleFilter(forms.Form):
    state = forms.MultipleChoiceField(
        label=_("State"), required=False, choices=[(state.name, state.word) for state in STATES.values()]
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", "—"), ("district", _("district"))])
    responsible = forms.CharField(label=_("Responsible"), required=False)
    with_evidence = forms.BooleanField(label=_("With evidence only"), required=False)

    def chips(self) -> list[SimpleNamespace]:
        return [
            SimpleNamespace(
                label=_("State"),
                text=STATES["overdue"].word,
                without="responsible=%D0%A0%D1%8F%D0%B1%D0%B8%D0%BD%D0%B8%D0%BD",
            ),
            SimpleNamespace(label=_("Responsible"), text="Рябинин С. К.", without="state=overdue"),
        ]


def gallery(request: HttpRequest) -> dict[str, Any]:
    faulty = SampleForm({"title": "", "kind": "learners", "level": "", "note": "Набранный текст сохраняется."})
    faulty.is_valid()
    return {
        "lines": [
            dict(zip(("number", "title", "due_on", "state", "responsible"), line, strict=True)) for line in LINES
        ],
        "states": STATES.values(),
        "form": SampleForm(prefix="clean"),
        "faulty_form": faulty,
        "filter_form": SampleFilter({"state": ["overdue"], "responsible": "Рябинин"}, auto_id="filter_%s"),
        "page_middle": SimpleNamespace(next="after=x", previous="before=y"),
        "toasts": [
            Toast("Пункт 2.1 отмечен выполненным.", "success", "/ui/choices"),
            Toast("Файл загружен, но две строки не прочитаны.", "warning", ""),
            Toast("Письмо не отправлено: нет связи с почтовым сервером.", "danger", ""),
        ],
        "now": timezone.now(),
        "charts": sample_charts(),
        "few_days": (dt.date(2026, 10, 15), dt.date(2026, 10, 20)),
        "school_year": (dt.date(2026, 9, 1), dt.date(2027, 8, 31)),
    }


def sample_charts() -> list[charts.Chart]:
    schools = ("Школа № 917", "Гимназия № 941", "Лицей № 966", "Школа № 983")
    return [
        charts.bars(
            "Доля учеников с наставником",
            list(zip(schools, (82, 64, 47.5, None), strict=True)),
            unit="%",
            target=70,
            note="на 15 октября 2026 года",
        ),
        charts.stacked(
            "Пункты дорожных карт по состояниям",
            ("выполнено", "в работе", "просрочено", "не начато"),
            list(zip(schools, ((18, 7, 2, 9), (24, 5, 0, 8), (11, 12, 6, 7), (3, 4, 1, 20)), strict=True)),
        ),
        charts.line(
            "Встречи наставнических пар за месяц",
            MONTHS,
            {
                "район": (12, 48, 96, 84, 102, 118, None, 140, 151),
                "школа № 917": (2, 9, 21, 17, 24, 31, 36, 35, 41),
            },
        ),
        charts.heat(
            "Просроченные пункты по месяцам",
            MONTHS,
            list(
                zip(
                    schools,
                    (
                        (0, 1, 2, 0, 1, 3, 2, 1, 0),
                        (0, 0, 1, 1, 0, 0, 1, 0, 0),
                        (3, 5, 6, 4, 7, 8, 6, 5, 4),
                        (1, 2, None, 2, 3, 2, 1, 1, 2),
                    ),
                    strict=True,
                )
            ),
        ),
    ]
