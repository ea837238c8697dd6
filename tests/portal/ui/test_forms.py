"""How a field tells its label, its hint and its fault."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.translation import override
from django_cotton.utils import render_component

from nastavnik.base.filters import FilterForm


class PlanForm(forms.Form):
    title = forms.CharField(label="Название", help_text="Как в документе.")
    kind = forms.ChoiceField(label="Модель", choices=[("a", "обучающиеся")], widget=forms.RadioSelect)
    is_public = forms.BooleanField(label="Показывать", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture
def show():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    def render(name, **given):
        with override("ru"):
            return render_component(request, name, given)

    return render


def test_a_fault_and_a_hint_are_tied_to_their_field(show):
    html = show("field", field=PlanForm({})["title"])

    assert '<label for="id_title">Название</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_helptext">Как в документе.' in html
    assert 'id="id_title_error"' in html


def test_a_hint_given_by_the_page_is_tied_too(show):
    html = show("field", field=PlanForm()["secret"], hint="Один раз.")

    assert 'aria-describedby="id_secret_helptext"' in html


def test_buttons_of_one_choice_form_a_group(show):
    html = show("field", field=PlanForm()["kind"])

    assert html.count("<legend>Модель</legend>") == 1
    assert "<fieldset" in html


def test_what_need_not_be_filled_says_so(show):
    assert "необязательно" in show("field", field=OptionalForm()["note"])
    assert "необязательно" not in show("field", field=PlanForm()["title"])


class OptionalForm(forms.Form):
    note = forms.CharField(required=False)


def test_the_summary_leads_to_each_field_and_names_hidden_faults(show):
    html = show("errors", form=PlanForm({"kind": "a"}))

    assert '<a href="#id_title">Название</a>: Обязательное поле.' in html
    assert '<a href="#id_secret">' not in html
    assert html.count("Обязательное поле.") == 2
    assert show("errors", form=PlanForm()).strip() == ""


def test_a_form_carries_its_secret_its_token_and_what_was_typed(show):
    html = show("form", form=PlanForm({"title": "Наш план"}), submit="Сохранить", cancel="/plans/")

    assert 'name="csrfmiddlewaretoken"' in html
    assert 'name="form_token"' in html
    assert 'value="Наш план"' in html
    assert 'name="secret"' in html
    assert "data-guard" in html
    assert 'href="/plans/"' in html


def test_a_form_that_only_asks_carries_no_secret(show):
    html = show("form", form=PlanForm(), submit="Показать", method="get", guard="")

    assert "csrfmiddlewaretoken" not in html
    assert "form_token" not in html
    assert "data-guard" not in html


class FewStates(FilterForm):
    state = forms.MultipleChoiceField(label="Состояние", choices=[("done", "выполнен"), ("overdue", "просрочен")])
    mine = forms.BooleanField(label="Только мои")


def test_a_filter_of_many_is_a_menu_of_ticks(show):
    html = show("filters", form=FewStates(QueryDict("state=overdue")))

    assert '<input type="checkbox" name="state" value="overdue" checked>' in html
    assert '<input type="checkbox" name="state" value="done">' in html
    assert "выбрано: 1" in html
    assert "<select" not in html


def test_chips_stand_with_the_list_when_only_the_list_is_fetched(show):
    form = FewStates(QueryDict("state=overdue&mine=on"))

    assert 'class="chip"' in show("filters", form=form)
    assert 'class="chip"' not in show("filters", form=form, target="#lines")
    chips = show("chips", form=form)
    assert 'href="?mine=on"' in chips.replace("mine=True", "mine=on")
    assert "Состояние: просрочен" in chips
    assert show("chips", form=FewStates()).strip() == ""
