"""Many rows past the model: what is written is what Django would have written, whole or not at all."""

from __future__ import annotations

import datetime as dt
import threading
import tracemalloc
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from nastavnik.base import bulk
from nastavnik.base.privacy import Privacy
from nastavnik.org.models import Node


class State(models.TextChoices):
    NEW = "new"


class Parcel(models.Model):
    """A row of every kind of column, of a table that only these tests have."""

    uid = models.UUIDField(unique=True)
    node = models.ForeignKey(Node, models.DO_NOTHING, related_name="+", db_constraint=False, null=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=State.NEW)
    note = models.TextField(null=True)  # noqa: DJ001  # nothing must stay nothing
    is_open = models.BooleanField()
    made_on = models.DateField(null=True)
    made_at = models.DateTimeField(null=True)
    weight = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    share = models.FloatField(null=True)
    notes = models.JSONField(null=True, db_column="all notes")

    privacy = Privacy(P0="uid node title state note is_open made_on made_at weight share notes")

    class Meta:
        app_label = "accounts"
        managed = False

    def __str__(self) -> str:
        return self.title


FEW = ["uid", "title", "state", "is_open"]
ALL = [field.attname for field in Parcel._meta.concrete_fields if field.attname != "id"]


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Parcel)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Parcel)


@pytest.fixture
def parcels(table: None, db: None) -> models.QuerySet[Any]:
    return Parcel.objects.order_by("id")


@pytest.fixture
def kept_parcels(table: None, transactional_db: None) -> Iterator[models.QuerySet[Any]]:
    yield Parcel.objects.order_by("id")
    # Nobody else empties a table that no app owns.
    Parcel.objects.all().delete()


def few(count: int) -> Iterator[tuple[Any, ...]]:
    return ((uuid.uuid4(), f"№ {number}", State.NEW, True) for number in range(count))


class TestPut:
    def test_every_kind_of_value_lies_as_django_would_lay_it(self, parcels: Any) -> None:
        at = timezone.now()
        values = {
            "uid": uuid.uuid4(),
            "node_id": 7,
            "title": "ё «»\"'\t\\N \\. \r\n %s ? ",
            "state": State.NEW,
            "note": "",
            "is_open": False,
            "made_on": dt.date(2026, 9, 1),
            "made_at": at.astimezone(dt.timezone(dt.timedelta(hours=3))),
            "weight": Decimal("10.50"),
            "share": 0.1,
            "notes": {"ё": [1, None, '"']},
        }
        nothing = dict.fromkeys(ALL) | {"uid": uuid.uuid4(), "title": "", "state": "", "is_open": True}
        twin = Parcel.objects.create(**values | {"uid": uuid.uuid4()})

        assert bulk.put(Parcel, ALL, [tuple(row[name] for name in ALL) for row in (values, nothing)]) == 2
        first, *written = parcels.values(*ALL)
        assert written == [values | {"made_at": at, "state": "new"}, nothing]
        assert first | {"uid": values["uid"]} == written[0]
        # Found by each of its values, as the twin is: the database holds the same thing and not one that reads alike.
        for name in set(ALL) - {"uid", "notes"}:
            assert [row.pk for row in parcels.filter(**{name: values[name]})] == [twin.pk, twin.pk + 1], name

    def test_nothing_is_no_work(self, parcels: Any) -> None:
        assert bulk.put(Parcel, FEW, []) == 0
        assert not parcels.exists()

    @pytest.mark.parametrize("streams", [False, True])
    @pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20])
    def test_pieces_of_any_number_are_counted(
        self, parcels: Any, monkeypatch: pytest.MonkeyPatch, count: int, streams: bool
    ) -> None:
        monkeypatch.setattr(bulk, "TOGETHER", 4)
        assert bulk.put(Parcel, FEW, few(count), size=10, streams=streams) == parcels.count() == count
        assert [row.title for row in parcels] == [f"№ {number}" for number in range(count)]

    def test_a_text_with_nul_is_refused_on_either_database(self, parcels: Any) -> None:
        rows = [*few(3), (uuid.uuid4(), "a\0b", State.NEW, True)]

        with pytest.raises(DataError, match="NUL"), transaction.atomic():
            bulk.put(Parcel, FEW, rows)
        assert not parcels.exists()

    @pytest.mark.parametrize("streams", [False, True])
    def test_a_fault_in_the_middle_leaves_nothing(self, parcels: Any, streams: bool) -> None:
        rows = list(few(30))
        faulty = ((uuid.uuid4(), str(1 // (20 - n)), State.NEW, True) for n in range(30))

        with pytest.raises(IntegrityError), transaction.atomic():
            bulk.put(Parcel, FEW, [*rows, rows[0]], size=10, streams=streams)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            bulk.put(Parcel, FEW, faulty, size=10, streams=streams)
        assert not parcels.exists()

    def test_outside_of_a_transaction_nothing_is_written(self, kept_parcels: Any) -> None:
        with pytest.raises(TransactionManagementError):
            bulk.put(Parcel, FEW, few(1))
        with pytest.raises(TransactionManagementError):
            bulk.reserve_ids(Parcel, 1)
        assert not kept_parcels.exists()

    @pytest.mark.parametrize("name", ["node", "parcel_id", "all notes"])
    def test_a_column_is_named_by_its_attribute(self, parcels: Any, name: str) -> None:
        with pytest.raises((ValueError, FieldDoesNotExist), match=name):
            bulk.put(Parcel, [name], [(1,)])

    @pytest.mark.slow
    def test_a_long_stream_takes_little_memory(self, parcels: Any) -> None:
        tracemalloc.start()
        try:
            assert bulk.put(Parcel, FEW, few(30_000)) == 30_000
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

        # 2,000 rows at once take about one megabyte, all of them twelve.
        assert peak < 4_000_000
        assert parcels.count() == 30_000

    def test_whatever_makes_the_rows_may_ask_the_database(self, parcels: Any) -> None:
        asked = ((*row[:1], f"{parcels.count()}", *row[2:]) for row in few(5))

        assert bulk.put(Parcel, FEW, asked, size=2) == 5


class TestIds:
    def test_reserved_ids_are_written_and_the_next_row_takes_another(self, parcels: Any) -> None:
        first = Parcel.objects.create(uid=uuid.uuid4(), title="", is_open=True)
        ids = bulk.reserve_ids(Parcel, 5)
        between = Parcel.objects.create(uid=uuid.uuid4(), title="", is_open=True)
        bulk.put(Parcel, ["id", *FEW], ((pk, *row) for pk, row in zip(ids, few(5), strict=True)))
        last = Parcel.objects.create(uid=uuid.uuid4(), title="", is_open=True)

        assert ids == sorted(ids)
        assert first.pk < ids[0] < ids[-1] < between.pk < last.pk
        assert parcels.count() == 8

    def test_ids_of_deleted_rows_are_not_given_again(self, parcels: Any) -> None:
        gone = Parcel.objects.create(uid=uuid.uuid4(), title="", is_open=True).pk
        parcels.delete()

        assert bulk.reserve_ids(Parcel, 1) == [gone + 1]

    def test_none_wanted_none_reserved(self, parcels: Any, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert bulk.reserve_ids(Parcel, 0) == []

    def test_two_writers_at_once_never_get_one_id(self, kept_parcels: Any) -> None:
        faults: list[Exception] = []
        ready = threading.Barrier(3)

        def write(many: int) -> None:
            try:
                ready.wait()
                for _n in range(5):
                    with transaction.atomic():
                        ids = bulk.reserve_ids(Parcel, many)
                        bulk.put(Parcel, ["id", *FEW], ((pk, *row) for pk, row in zip(ids, few(many), strict=True)))
            except Exception as error:
                faults.append(error)
            finally:
                connection.close()

        def write_one_by_one() -> None:
            try:
                ready.wait()
                for _n in range(20):
                    Parcel.objects.create(uid=uuid.uuid4(), title="", is_open=True)
            except Exception as error:
                faults.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=write, args=(many,)) for many in (300, 200)]
        threads.append(threading.Thread(target=write_one_by_one))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert faults == []
        assert kept_parcels.count() == 5 * 500 + 20
