"""What a thief of the database, of its dump, of the files or of the cache would find: no name."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from nastavnik.jobs import run_all
from nastavnik.org.services.reference import load
from nastavnik.people.cards import Birth
from nastavnik.people.models import (
    Consent,
    DataRequest,
    MentorAsk,
    Participation,
    Partner,
    PublishedCard,
    PublishedWord,
)
from nastavnik.people.services import intakes, showcase
from nastavnik.people.services.consents import issue, sign_on_paper
from nastavnik.people.services.persons import add_part, add_person, group_named
from nastavnik.people.services.readiness import prove
from tests.cast import Cast
from tests.people_rows import DAY, region_of

pytestmark = pytest.mark.django_db

# Invented words that stand nowhere else: a surname, a phone, an address, a wish, a story.
CANARIES = ("Канарейкина", "Зябликова", "9005550177", "kanareika@example.org", "синичкин лог", "свиристель")
SHEET = (
    "ФИО наставляемого\tКонтактные данные для связи\tГод рождения наставляемого\tОсновной запрос наставляемого"
    "\tДата вхождения в программу\tКласс\n"
    "Зябликова Вера Олеговна\t+7 900 555-01-77\t2013\tсвиристель и музыка\t01.10.2026\t7Б"
)


def shapes(word: str) -> Iterator[bytes]:
    """How a word may lie in a file: by the case, by the encoding, by base64 at its three places."""
    for text in {word, word.lower(), word.upper(), word.casefold().replace("ё", "е")}:
        yield text.encode()
        yield text.encode("utf-16-le")
        yield text.encode("cp1251")
        yield ascii(text)[1:-1].encode()
        for shift in range(3):
            body = base64.b64encode(b"\0" * shift + text.encode())
            # What stands beside the word changes the outer signs.
            yield body[4 if shift else 0 : -4]


def found_in(content: bytes) -> list[str]:
    return [word for word in CANARIES if any(len(shape) > 7 and shape in content for shape in shapes(word))]


def tables() -> Iterator[tuple[str, bytes]]:
    """Every row of every table, indexes over words too, as a dump would hold them."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor, include_views=True):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names come from the database itself
            rows: list[Any] = cursor.fetchall()
            yield table, "\n".join(repr(row) for row in rows).encode()
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - as above
                yield name, repr(cursor.fetchall()).encode()


def fill(cast: Cast) -> None:
    """A name in every place that a name may come to."""
    curator = cast.curator
    group_named(cast.school, "7Б")
    card = {
        "last": "Канарейкина",
        "first": "Алла",
        "phones": ["+79005550177"],
        "emails": ["kanareika@example.org"],
        "contact": "синичкин лог",
    }
    mentor = add_person(cast.school, card, birth=Birth(1980), adult=True, actor=curator)
    part = add_part(
        mentor, side="mentor", model="learners", school_year=2026, audience="adult", source="employee",
        details={"competences": ["свиристель"], "work_place": "синичкин лог"}, actor=curator,
    )  # fmt: skip
    given = issue([mentor], "adult_pd", actor=curator)[0]
    sign_on_paper(given, signed_on=given.issued_on or DAY, basis="папка 3", version=given.version, actor=curator)
    prove(mentor, "interview", dated_on=DAY, basis="беседа: Канарейкина", actor=curator)
    Partner.objects.create(node=cast.school, name="Завод", type="enterprise", contact={"name": "Канарейкина"})
    DataRequest.objects.create(
        node=cast.school, person=mentor, kind="copy", asked_on=DAY, due_on=DAY, words="Я, Канарейкина, прошу"
    )
    MentorAsk.objects.create(
        node=region_of(cast.school), from_node=cast.far_school, to_node=cast.school, participation=part,
        message="Просим Канарейкину и свиристель",
    )  # fmt: skip
    intake = intakes.take_in(
        cast.school, side="mentee", model="learners", school_year=2026, content=SHEET.encode(),
        file_name="Зябликова.txt", actor=curator, pasted=True,
    )  # fmt: skip
    run_all()
    intake.refresh_from_db()
    intakes.accept(intake, ground="none", version=intake.version, actor=curator)
    run_all()
    # Shown in the base of the city, whatever the selection says.
    Consent.objects.create(
        node=cast.school, person=mentor, kind="transfer_named", state="active", signed_on=DAY, way="paper"
    )
    Participation.objects.filter(pk=part.pk).update(status="ready")
    showcase.refresh(cast.school)


def test_the_search_would_find_a_name() -> None:
    """The teeth: each shape is looked for."""
    for word in CANARIES:
        assert word in found_in(b"x" + word.encode("utf-16-le") + b"x")
        assert word in found_in(base64.b64encode(b"{" + word.encode() * 2))


@pytest.mark.slow
def test_no_name_lies_in_the_database_its_indexes_the_files_the_cache_or_the_log(
    cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    load()
    with caplog.at_level("DEBUG"):
        fill(cast)
    assert (PublishedCard.objects.count(), PublishedWord.objects.count()) == (1, 1)

    leaks = {table: words for table, content in tables() if (words := found_in(content))}
    for file in Path(settings.NASTAVNIK_FILES).rglob("*"):
        if file.is_file() and (words := found_in(file.read_bytes() + file.name.encode())):
            leaks[file.name] = words
    if words := found_in(repr(getattr(cache, "_cache", {})).encode()):
        leaks["cache"] = words
    # Statements of the database are logged for developers only; everything else is for the log of the site.
    told = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    if words := found_in(told.encode()):
        leaks["log"] = words

    assert leaks == {}
