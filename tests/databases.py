"""Which tests touch the database, and so run on both."""

from __future__ import annotations

import django.test
import pytest

FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup", "live_server"}


def touches_database(item: pytest.Item) -> bool:
    case = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        or (case is not None and issubclass(case, django.test.TransactionTestCase))
    )
