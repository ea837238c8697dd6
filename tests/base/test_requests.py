"""What every request gets: headers, an id, a page for a refusal, no trace of a crash."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.checks import run_checks
from django.test import Client, override_settings

from nastavnik.base.logs import LineFormatter
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.base.urls")]

EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What our loggers write, in the form of the log."""
    found: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(LineFormatter().format(record))

    logger, keeper = logging.getLogger("nastavnik"), Keeper()
    logger.addHandler(keeper)
    yield found
    logger.removeHandler(keeper)


@pytest.mark.parametrize("path", ["/fine/", "/refuse/", "/forbid/", "/crash/", "/undeclared/", "/nowhere/"])
def test_every_answer_has_the_headers_and_an_id(path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)

    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert len(answer.headers["X-Incident"]) == 9
    assert "Strict-Transport-Security" not in answer.headers


def test_a_static_file_has_the_headers_and_may_be_kept(client: Client) -> None:
    answer = client.get("/static/nothing-of-that-name.css")
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED


@override_settings(SECURE_HSTS_SECONDS=31_536_000)
def test_over_https_the_browser_is_told_to_stay_there(client: Client) -> None:
    answer = client.get("/fine/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_what_is_public_is_kept_only_for_whoever_is_not_signed_in(client: Client, cast: Cast) -> None:
    assert client.get("/public/").headers["Cache-Control"] == "public, max-age=60"
    client.force_login(cast.curator)
    assert client.get("/public/").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("path", "status", "text"), [("/refuse/", 409, "The place is taken."), ("/forbid/", 403, "Your role")]
)
def test_a_refusal_is_a_page(client: Client, path: str, status: int, text: str) -> None:
    answer = client.get(path, headers={"accept-language": "en"})

    assert answer.status_code == status
    assert text in answer.content.decode()
    assert answer.headers["X-Incident"] in answer.content.decode()


def test_a_crash_is_logged_under_its_id_without_anybodys_data(lines: list[str]) -> None:
    answer = Client(raise_request_exception=False).get("/crash/")

    (line,) = [line for line in lines if "level=ERROR" in line]
    assert answer.status_code == 500
    assert f"incident={answer.headers['X-Incident']}" in line
    assert "error=ZeroDivisionError" in line
    assert "urls.py" in line
    assert "view=crash" in line
    for secret in ("Иван", "ivan@", "123-45-67"):
        assert secret not in line
        assert secret not in answer.content.decode()
    assert "\n" not in line


def test_an_address_without_a_rule_answers_404_and_is_named_by_the_check(client: Client, lines: list[str]) -> None:
    answer = client.get("/undeclared/")

    assert answer.status_code == 404
    assert any("undeclared address" in line for line in lines)
    assert [fault.id for fault in run_checks(tags=["urls"]) if "undeclared/" in fault.msg] == ["nastavnik.E001"]


def test_two_requests_have_two_ids(client: Client) -> None:
    assert len({client.get("/fine/").headers["X-Incident"] for _n in range(20)}) == 20
