"""The tests of the second database choose themselves."""

import os

import django.test
import pytest
from django.db import connection

from tests.databases import touches_database


@pytest.fixture
def row(db):
    return 1


@pytest.mark.django_db
def test_a_marked_test_is_chosen(request):
    assert touches_database(request.node)


def test_a_test_that_asks_for_the_database_by_way_of_a_fixture_is_chosen(row, request):
    assert touches_database(request.node)


class TestDjangoCase(django.test.TestCase):
    def test_a_case_of_django_is_chosen(self):
        assert issubclass(type(self), django.test.TransactionTestCase)


def test_a_pure_test_is_not_chosen(request):
    assert not touches_database(request.node)


def test_the_database_is_the_one_that_was_asked_for(db):
    asked = os.environ.get("NASTAVNIK_DATABASE_URL", "sqlite:").split(":")[0]

    assert {"sqlite": "sqlite", "postgres": "postgresql"}[asked] == connection.vendor


def test_threads_meet_in_one_database(transactional_db):
    """In memory each connection would have a database of its own."""
    if connection.vendor == "sqlite":
        assert os.path.exists(connection.settings_dict["NAME"])
    assert "test" in str(connection.settings_dict["NAME"])
