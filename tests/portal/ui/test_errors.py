import datetime as dt

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.test import Client, RequestFactory
from django.utils.translation import override

from nastavnik.base.errors import DomainError, EditConflict, NotAllowed
from nastavnik.portal import conflicts, errors
from nastavnik.roadmaps.models import RoadmapLine


@pytest.fixture(autouse=True)
def in_russian():
    with override("ru"):
        yield


def asked(method="get", address="/plans/", data=None, **headers):
    request = getattr(RequestFactory(), method)(address, data or {}, headers=headers)
    request.user = AnonymousUser()
    request.incident = "K3TX-R8MN"
    return request


@pytest.mark.parametrize(
    ("answer", "status", "heading"),
    [
        (lambda: errors.bad_request(asked(), ValueError("внутреннее")), 400, "Запрос не удалось разобрать"),
        (lambda: errors.bad_request(asked(), RequestDataTooBig("внутреннее")), 413, "Отправлено слишком много"),
        (lambda: errors.forbidden(asked(), PermissionDenied("внутреннее")), 403, "Недоступно для вашей роли"),
        (lambda: errors.not_found(asked(), Exception("внутреннее")), 404, "Такой страницы нет"),
        (lambda: errors.not_opened(asked()), 405, "По этому адресу страницы нет"),
        (lambda: errors.refused(asked(), DomainError("План уже закрыт.")), 409, "Сейчас это сделать нельзя"),
        (lambda: errors.csrf_failure(asked(), "внутреннее"), 403, "Страница была открыта слишком долго"),
        (lambda: errors.server_error(asked()), 500, "Ошибка на нашей стороне"),
    ],
)
def test_every_page_says_what_happened_and_gives_the_number(answer, status, heading):
    page = answer()

    html = page.content.decode()
    assert page.status_code == status
    assert f"<h1>{heading}</h1>" in html
    assert "K3TX-R8MN" in html
    assert "внутреннее" not in html


def test_a_refusal_of_the_domain_is_told_in_its_own_words():
    assert "План уже закрыт." in errors.refused(asked(), DomainError("План уже закрыт.")).content.decode()
    assert "Обратитесь к руководителю" in errors.forbidden(asked(), NotAllowed()).content.decode()


def test_the_way_back_leads_to_our_own_pages_only():
    ours = errors.not_found(asked(Referer="http://testserver/plans/")).content.decode()
    foreign = errors.not_found(asked(Referer="https://elsewhere.example/")).content.decode()

    assert 'href="http://testserver/plans/"' not in ours  # the page itself
    assert 'href="http://testserver/"' in errors.not_found(asked(Referer="http://testserver/")).content.decode()
    assert "elsewhere" not in foreign


def test_an_expired_form_gives_back_what_was_typed_but_no_secret():
    sent = {
        "note": "Согласия <собраны>",
        "password": "тихая гавань",
        "form_token": "0190",
        "csrfmiddlewaretoken": "x",
    }

    html = errors.csrf_failure(asked("post", data=sent)).content.decode()

    assert "Согласия &lt;собраны&gt;" in html
    assert "тихая гавань" not in html
    assert "0190" not in html


def test_the_page_of_a_crash_needs_no_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        errors.server_error(asked())


@pytest.mark.django_db
def test_a_post_without_its_secret_meets_the_page_for_it():
    answer = Client(enforce_csrf_checks=True).post("/ui/choices", {"theme": "dark"})

    assert answer.status_code == 403
    assert "Срок действия формы истёк" in answer.content.decode()


class LineForm(forms.Form):
    title = forms.CharField(label="Мероприятие")
    number = forms.CharField(label="Номер")


def conflict(theirs, **mine):
    return EditConflict(theirs=theirs, mine=mine)


def test_both_versions_stand_side_by_side():
    theirs = RoadmapLine(title="Собрать согласия до 1 октября", number="2.1", version=7)
    sent = {"title": "Собрать все согласия", "number": "2.1", "version": "5", "section": "18", "form_token": "0190"}
    mine = conflict(theirs, title=sent["title"], number=sent["number"])

    answer = conflicts.page(asked("post", data=sent), mine, form=LineForm(sent), back="/plans/lines/9/")

    html = answer.content.decode()
    assert answer.status_code == 409
    assert '<input type="radio" name="title" value="Собрать все согласия" checked>' in html
    assert '<input type="radio" name="title" value="Собрать согласия до 1 октября">' in html
    # What did not differ goes along unasked; the next save is made from the version shown.
    assert '<input type="hidden" name="number" value="2.1">' in html
    assert '<input type="hidden" name="section" value="18">' in html
    assert '<input type="hidden" name="version" value="7">' in html
    assert 'value="5"' not in html
    assert "0190" not in html
    assert 'href="/plans/lines/9/"' in html


def test_values_are_told_as_people_read_them():
    theirs = RoadmapLine(title="", number="2.1", version=7)
    choices = list(conflicts._choices(asked("post", data={"title": "x"}), conflict(theirs, title="x"), None, {}))

    assert [(choice.mine, choice.theirs, choice.theirs_value) for choice in choices] == [("x", "(пусто)", "")]


@pytest.mark.parametrize(
    ("value", "text", "sent"),
    [
        (True, "да", "on"),
        (False, "нет", ""),
        (None, "(пусто)", ""),
        (dt.date(2026, 10, 15), "15 октября 2026", "2026-10-15"),
        ("строка", "строка", "строка"),
    ],
)
def test_text_and_sent_value(value, text, sent):
    line = RoadmapLine()

    assert conflicts._text(line, "title", value, None).replace("\N{NO-BREAK SPACE}", " ") == text
    assert conflicts._sent_value(value, "title", None) == sent


def test_the_same_edit_made_twice_asks_nothing():
    theirs = RoadmapLine(title="Собрать согласия", version=7)
    sent = {"title": "Собрать согласия"}

    html = conflicts.page(asked("post", data=sent), conflict(theirs, **sent)).content.decode()

    assert 'type="radio"' not in html
    assert '<input type="hidden" name="title" value="Собрать согласия">' in html


@pytest.mark.django_db
def test_a_form_whose_session_ended_comes_back_to_its_page(client: Client):
    """Not to the address that it was sent to: that one cannot be opened."""
    address = "/people/consents/issue"
    answer = client.post(address, headers={"referer": "http://testserver/people/consents/?year=2026"})
    assert answer.headers["Location"] == "/enter/?next=/people/consents/%3Fyear%3D2026"
    assert client.post(address, headers={"referer": "http://evil.example/x"}).headers["Location"] == "/enter/?next=/"

    opened = client.get(address)
    assert (opened.status_code, opened.headers["Allow"]) == (405, "POST")
    assert 'href="/"' in opened.content.decode()
