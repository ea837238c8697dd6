import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.utils.html import escape
from django.utils.translation import override
from django_cotton.utils import render_component

EVIL = '"><script>alert(1)</script>'


def request_for(address="/plans/?state=overdue&order=title&after=abc"):
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return request


def render(source, address="/plans/?state=overdue&order=title&after=abc", **context):
    return engines["django"].from_string(source).render(context, request_for(address))


def test_a_picture_beside_words_is_silent_and_alone_has_a_name():
    assert 'aria-hidden="true"' in render('{% icon "bell" %}')
    assert f'aria-label="{escape(EVIL)}"' in render('{% icon "bell" label %}', label=EVIL)


def test_address_with_changes_and_takes_out():
    assert render('{% address_with state="done" after=None %}') == "?state=done&amp;order=title"
    assert render("{% address_with state=None order=None after=None %}") == "?"


def test_page_address_keeps_the_filter_and_drops_the_old_place():
    assert render('{% page_address "before=xyz" %}') == "?state=overdue&amp;order=title&amp;before=xyz"


def test_sorting_turns_round_and_starts_from_the_first_page():
    sorting = '{% sorted_by "title" as s %}{{ s.direction }} {{ s.address }}'

    assert render(sorting) == "ascending ?state=overdue&amp;order=-title"
    assert render(sorting, "/plans/?order=-title") == "descending ?order=title"
    assert render(sorting, "/plans/?order=due_on") == " ?order=title"


def test_ids_of_one_page_differ():
    assert render('{% unique "drop" %} {% unique "drop" %} {% unique "drop" "mine" %}') == "drop-1 drop-2 mine"


def test_date_is_readable_by_people_and_machines():
    with override("ru"):
        written = render("{% date_ru day %}|{% date_ru none %}", day=dt.date(2026, 10, 15), none=None)

    assert written == '<time datetime="2026-10-15">15\N{NO-BREAK SPACE}октября\N{NO-BREAK SPACE}2026</time>|'


def test_every_form_gets_a_token_of_its_own():
    first, second = render("{% form_token %}"), render("{% form_token %}")

    assert first.startswith('<input type="hidden" name="form_token" value="')
    assert first != second


def test_components_escape_what_they_are_given():
    for name, attributes in {
        "button": {"title": EVIL, "slot": EVIL},
        "callout": {"title": EVIL, "data-x": EVIL},
        "person": {"name": EVIL, "role": EVIL, "href": EVIL},
        "empty": {"title": EVIL},
        "stat": {"label": EVIL, "value": EVIL, "note": EVIL},
        "fact": {"term": EVIL},
        "paste": {"value": "</textarea>" + EVIL, "label": EVIL},
        "dropzone": {"label": EVIL, "accept": EVIL},
        "job": {"title": EVIL, "left": EVIL},
        "tab": {"href": EVIL, "count": EVIL},
    }.items():
        html = render_component(request_for(), name, attributes)
        assert "<script" not in html, name
        assert '"><' not in html.replace(EVIL, "!!!") or EVIL not in html, name


def test_a_component_does_not_see_the_page_around_it():
    html = render("{% cotton button %}{{ label }}{% endcotton %}", kind="danger", label="Сохранить")

    assert 'class="button secondary"' in html
    assert "Сохранить" in html


def test_extra_attributes_reach_the_control():
    html = render_component(
        request_for(), "button", {"name": "act", "value": EVIL, "autofocus": True, "hidden": False}
    )

    assert ' name="act"' in html
    assert f' value="{escape(EVIL)}"' in html
    assert " autofocus" in html
    assert "hidden" not in html
