"""G6: a form sent twice, in a row and at once, does its deed once; a refused one may be mended."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from nastavnik.accounts import once
from nastavnik.accounts.models import Invitation, Submission
from nastavnik.base.routes import open_to_all, signed_in
from tests.cast import Cast, make_cast


@signed_in(methods=("POST",))
def deed(request: HttpRequest) -> HttpResponse:
    """Done unless the form says "refuse"; "crash" and "fragment" are what they say."""
    wish = request.POST.get("wish", "")
    if wish == "refuse":
        return HttpResponse("исправьте")
    node, digest = int(request.POST["node"]), uuid.uuid4().hex
    Invitation.objects.create(way="paper", role="mentee", node_id=node, digest=digest, expires_at=timezone.now())
    if wish == "crash":
        raise RuntimeError
    if wish == "fragment":
        once.done(request, "/made")
        return HttpResponse("готово")
    return redirect(f"/made/{Invitation.objects.count()}")


@open_to_all(methods=("POST",))
def visitors_deed(request: HttpRequest) -> HttpResponse:
    return redirect(f"/made/{uuid.uuid4()}")


urlpatterns = [
    path("deed", deed, name="deed"),
    path("open", visitors_deed, name="open"),
    path("", include("nastavnik.config.urls")),
]
handler500 = "nastavnik.portal.errors.server_error"
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def curator(cast: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.curator)
    return client


def send(client: Client, cast: Cast, token: str, **words: str) -> HttpResponse:
    return client.post("/deed", {"form_token": token, "node": cast.school.pk, **words})


class TestInARow:
    def test_a_repeat_is_led_where_the_first_was(self, curator: Client, cast: Cast) -> None:
        token = once.new_token()
        answers = [send(curator, cast, token) for _ in range(3)]

        assert [(a.status_code, a.headers["Location"]) for a in answers] == [(302, "/made/1")] * 3
        assert Invitation.objects.count() == 1

    def test_two_forms_are_two_deeds(self, curator: Client, cast: Cast) -> None:
        for _ in range(2):
            send(curator, cast, once.new_token())

        assert Invitation.objects.count() == 2

    def test_a_refused_form_may_be_mended_and_sent_again(self, curator: Client, cast: Cast) -> None:
        token = once.new_token()

        assert send(curator, cast, token, wish="refuse").status_code == 200
        assert send(curator, cast, token).status_code == 302
        assert Invitation.objects.count() == 1

    def test_a_crash_takes_everything_back(self, curator: Client, cast: Cast) -> None:
        token = once.new_token()

        assert send(curator, cast, token, wish="crash").status_code == 500
        assert Invitation.objects.count() == 0
        assert send(curator, cast, token).status_code == 302

    def test_a_fragment_that_says_it_is_done_counts(self, curator: Client, cast: Cast) -> None:
        token = once.new_token()

        assert send(curator, cast, token, wish="fragment").status_code == 200
        assert send(curator, cast, token, wish="fragment").headers["Location"] == "/made"
        assert Invitation.objects.count() == 1

    def test_a_repeat_by_htmx_is_led_by_its_header(self, curator: Client, cast: Cast) -> None:
        token = once.new_token()
        send(curator, cast, token)
        again = curator.post("/deed", {"form_token": token, "node": cast.school.pk}, headers={"HX-Request": "true"})

        assert (again.status_code, again.headers["HX-Redirect"]) == (200, "/made/1")

    def test_somebody_elses_token_is_not_ones_own(self, curator: Client, cast: Cast) -> None:
        token = once.new_token()
        send(curator, cast, token)
        director = Client()
        director.force_login(cast.director)

        assert send(director, cast, token).headers["Location"] == "/made/2"

    @pytest.mark.parametrize("token", ["", "nonsense"])
    def test_a_form_without_a_token_is_an_ordinary_form(self, curator: Client, cast: Cast, token: str) -> None:
        for _ in range(2):
            send(curator, cast, token)

        assert Invitation.objects.count() == 2
        assert Submission.objects.count() == 0

    def test_a_visitors_form_counts_too(self, db: None) -> None:
        client, token = Client(), once.new_token()
        client.cookies["csrf"] = "s" * 32
        answers = {client.post("/open", {"form_token": token}).headers["Location"] for _ in range(2)}

        assert len(answers) == 1

    def test_tokens_are_forgotten_after_a_week(self, curator: Client, cast: Cast) -> None:
        send(curator, cast, once.new_token())

        assert once.sweep() == 0
        assert once.sweep(timezone.now() + once.KEPT * 2) == 1


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    return make_cast()


def at_once(cast: Cast, tokens: list[str]) -> list[HttpResponse]:
    """The same user's forms sent by as many threads at the same moment."""
    barrier, answers = threading.Barrier(len(tokens)), []

    def post(token: str) -> None:
        client = Client(raise_request_exception=False)
        client.force_login(cast.curator)
        barrier.wait()
        answers.append(send(client, cast, token))
        connection.close()

    threads = [threading.Thread(target=post, args=[token]) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class TestAtOnce:
    def test_eight_sendings_of_one_form_make_one_object(self, committed: Cast) -> None:
        answers = at_once(committed, [once.new_token()] * 8)

        assert Invitation.objects.count() == 1
        assert {(a.status_code, a.headers["Location"]) for a in answers} == {(302, "/made/1")}

    def test_the_twin_without_the_token_makes_eight(self, committed: Cast) -> None:
        answers = at_once(committed, [""] * 8)

        assert [a.status_code for a in answers] == [302] * 8
        assert Invitation.objects.count() == 8
