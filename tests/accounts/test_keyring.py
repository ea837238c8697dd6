"""Keys, encrypted fields and encrypted files: what opens, what does not, and what a lost key costs."""

from __future__ import annotations

import datetime as dt
import io
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, models
from django.utils import timezone

from nastavnik.accounts.keyring import files as store
from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.fields import BlindIndexField, EncryptedTextField, blind
from nastavnik.accounts.models import DataKey
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named
from nastavnik.org.models import Node
from tests.cast import Cast, make_nodes

SECRET = "Мария Ивановна +7 900 000-00-00"


@pytest.fixture(autouse=True)
def empty_memory() -> Iterator[None]:
    ring.forget()
    yield
    ring.forget()


def digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


class Card(Named):
    """A row with personal data, of a table that only these tests have."""

    # Not asked when a node is deleted elsewhere: other tests have no such table.
    node = models.ForeignKey(Node, models.DO_NOTHING, related_name="+")
    phone = EncryptedTextField(null=True)
    phone_index = BlindIndexField(of="phone", normal=digits)
    note = EncryptedTextField(default="")

    privacy = Privacy(P1="node", P2="phone phone_index note")

    class Meta:
        app_label = "accounts"
        managed = False

    def __str__(self) -> str:
        return str(self.uid)


@pytest.fixture
def table(transactional_db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Card)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Card)


@pytest.fixture
def nodes(table: None) -> Cast:
    return make_nodes()


def raw(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM accounts_card ORDER BY id")  # noqa: S608  # a name of ours
        return [row[0] for row in cursor.fetchall()]


class TestFields:
    def test_the_database_holds_noise_and_the_row_opens_it(self, nodes: Cast) -> None:
        Card.objects.create(node=nodes.school, phone=SECRET, note="")

        assert Card.objects.get().phone == SECRET
        assert Card.objects.get().note == ""
        assert SECRET not in "".join(raw("phone"))
        assert len(set(raw("phone")[0].split(".")[1])) > 4

    def test_equal_texts_look_different_and_are_found_by_their_index(self, nodes: Cast) -> None:
        for _ in range(2):
            Card.objects.create(node=nodes.school, phone="8 (900) 111")
        Card.objects.create(node=nodes.sibling_school, phone="8 (900) 111")
        wanted = blind(Card, "phone_index", " 8900111 ", node_id=nodes.school.pk)

        assert len(set(raw("phone"))) == 3
        assert Card.objects.filter(phone_index=wanted).count() == 2
        assert len(set(raw("phone_index"))) == 2

    def test_a_value_moved_to_another_row_does_not_open(self, nodes: Cast) -> None:
        for _ in range(2):
            Card.objects.create(node=nodes.school, phone=SECRET)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_card SET phone = (SELECT phone FROM accounts_card ORDER BY id LIMIT 1)")
        first, second = Card.objects.order_by("id")

        assert first.phone == SECRET
        with pytest.raises(ring.Tampered):
            _ = second.phone

    def test_a_value_moved_to_another_field_does_not_open(self, nodes: Cast) -> None:
        Card.objects.create(node=nodes.school, phone=SECRET)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_card SET note = phone")

        with pytest.raises(ring.Tampered):
            _ = Card.objects.get().note

    def test_plain_text_cannot_slip_past_the_field(self, nodes: Cast) -> None:
        Card.objects.create(node=nodes.school, phone=SECRET)

        with pytest.raises(TypeError, match="encrypted"):
            Card.objects.update(phone="1")
        with pytest.raises(TypeError, match="encrypted"):
            Card.objects.filter(phone="1").exists()

    def test_nothing_stays_nothing(self, nodes: Cast) -> None:
        Card.objects.create(node=nodes.school, phone=None)

        assert Card.objects.get().phone is None
        assert raw("phone_index") == [""]

    def test_a_row_saved_unread_keeps_its_ciphertext(self, nodes: Cast) -> None:
        Card.objects.create(node=nodes.school, phone=SECRET)
        before = raw("note")
        Card.objects.get().save()

        assert raw("note") == before
        assert Card.objects.get().phone == SECRET

    def test_a_deferred_value_is_fetched_when_it_is_read(self, nodes: Cast) -> None:
        Card.objects.create(node=nodes.school, phone=SECRET)

        assert Card.objects.defer("phone").get().phone == SECRET

    def test_each_organisation_has_its_own_key(self, nodes: Cast) -> None:
        for node in (nodes.school, nodes.sibling_school):
            Card.objects.create(node=node, phone=SECRET)

        ids = {token.split(".")[1] for token in raw("phone")}
        assert len(ids) == 2

    def test_many_rows_of_one_key_cost_one_look_at_the_keys(self, nodes: Cast, django_assert_max_num_queries) -> None:
        for _ in range(20):
            Card.objects.create(node=nodes.school, phone=SECRET)
        ring.forget()

        with django_assert_max_num_queries(2):
            assert [card.phone for card in Card.objects.all()] == [SECRET] * 20


class TestKeys:
    def test_a_rotated_key_still_opens_and_seals_no_more(self, db: None) -> None:
        old = ring.seal(SECRET, node_id=None, bound_to="x")
        ring.rotate(None)
        new = ring.seal(SECRET, node_id=None, bound_to="x")

        assert old.split(".")[1] != new.split(".")[1]
        assert [ring.unseal(token, bound_to="x") for token in (old, new)] == [SECRET, SECRET]

    def test_a_new_master_key_takes_over_and_the_old_one_may_go(self, db: None, settings) -> None:
        token = ring.seal(SECRET, node_id=None, bound_to="x")
        old, new = settings.NASTAVNIK_MASTER_KEY, "n" * 64

        settings.NASTAVNIK_MASTER_KEY = f"{new},{old}"
        assert ring.rewrap() == DataKey.objects.count() == 1
        assert ring.rewrap() == 0
        settings.NASTAVNIK_MASTER_KEY = new
        ring.forget()

        assert ring.unseal(token, bound_to="x") == SECRET

    def test_without_the_master_key_nothing_opens(self, db: None, settings) -> None:
        token = ring.seal(SECRET, node_id=None, bound_to="x")
        settings.NASTAVNIK_MASTER_KEY = "another"
        ring.forget()

        with pytest.raises(ring.KeyLost):
            ring.unseal(token, bound_to="x")

    def test_without_the_row_of_the_key_nothing_opens(self, db: None) -> None:
        token = ring.seal(SECRET, node_id=None, bound_to="x")
        DataKey.objects.all().delete()
        ring.forget()

        with pytest.raises(ring.KeyLost):
            ring.unseal(token, bound_to="x")

    def test_a_key_changed_in_the_database_is_found_out(self, db: None) -> None:
        token = ring.seal(SECRET, node_id=None, bound_to="x")
        row = DataKey.objects.get()
        row.wrapped = bytes(row.wrapped)[:-1] + b"\0"
        row.save()
        ring.forget()

        with pytest.raises(ring.Tampered):
            ring.unseal(token, bound_to="x")

    def test_a_young_key_is_not_remembered_for_sealing(self, db: None, time_machine) -> None:
        ring.key_for(None)
        assert ring._in_use == {}

        time_machine.move_to(timezone.now() + dt.timedelta(hours=2))
        ring.key_for(None)

        assert set(ring._in_use) == {(None, ring.DATA)}

    @pytest.mark.parametrize("token", ["", "1", "1.x.y", "2.00.00", "1." + "0" * 32 + ".zz", "plain text"])
    def test_junk_is_no_crash(self, db: None, token: str) -> None:
        with pytest.raises((ring.Tampered, ring.KeyLost)):
            ring.unseal(token, bound_to="x")


class TestFiles:
    @pytest.mark.parametrize("size", [0, 1, store.PIECE - 1, store.PIECE, store.PIECE + 1, 3 * store.PIECE])
    def test_a_file_of_any_size_comes_back_whole(self, db: None, size: int) -> None:
        content = os.urandom(size)

        assert store.files.read(store.files.save(None, io.BytesIO(content))) == content

    def test_what_lies_on_the_disk_is_noise_of_a_name_that_says_nothing(self, db: None, settings) -> None:
        name = store.files.save(None, io.BytesIO(SECRET.encode() * 10_000))
        [path] = [path for path in Path(settings.NASTAVNIK_FILES).rglob("*") if path.is_file()]

        assert path.name == name
        assert uuid.UUID(name).hex == name
        assert SECRET.encode() not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
        assert store.files.read(name) == SECRET.encode() * 10_000

    @pytest.mark.parametrize("harm", ["cut", "swap", "flip", "head", "empty"])
    def test_a_changed_file_is_found_out(self, db: None, settings, harm: str) -> None:
        name = store.files.save(None, io.BytesIO(bytes(range(256)) * 1024))
        path = store.files._path(name)
        data = path.read_bytes()
        head, piece = len(store.MAGIC) + 16 + store.PREFIX, store.PIECE + store.TAG
        first, second = data[head : head + piece], data[head + piece : head + 2 * piece]
        path.write_bytes(
            {
                "cut": data[: head + 2 * piece],
                "swap": data[:head] + second + first + data[head + 2 * piece :],
                "flip": data[:-1] + bytes([data[-1] ^ 1]),
                "head": b"?" + data[1:],
                "empty": b"",
            }[harm]
        )

        with pytest.raises(ring.Tampered):
            store.files.read(name)

    def test_a_file_under_another_name_does_not_open(self, db: None) -> None:
        one, other = (store.files.save(None, io.BytesIO(SECRET.encode())) for _ in range(2))
        store.files._path(one).replace(store.files._path(other))

        with pytest.raises(ring.Tampered):
            store.files.read(other)

    @pytest.mark.parametrize("name", ["../../etc/passwd", "", "x"])
    def test_a_name_cannot_lead_out_of_the_folder(self, db: None, name: str) -> None:
        with pytest.raises(ValueError, match="UUID"):
            store.files.read(name)

    def test_a_deleted_file_is_missing_and_can_be_deleted_again(self, db: None) -> None:
        name = store.files.save(None, io.BytesIO(b"1"))
        store.files.delete(name)
        store.files.delete(name)

        with pytest.raises(store.FileMissing):
            store.files.read(name)

    def test_a_crash_while_writing_leaves_no_file(self, db: None, settings) -> None:
        class Broken(io.BytesIO):
            def read(self, size: int | None = -1) -> bytes:
                raise OSError

        with pytest.raises(OSError):  # noqa: PT011  # the stream's own
            store.files.save(None, Broken())

        left = [path for path in Path(settings.NASTAVNIK_FILES).rglob("*") if path.is_file()]
        assert [path.suffix for path in left] == [".part"]
