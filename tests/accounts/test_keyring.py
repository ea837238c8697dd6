"""Keys, encrypted fields and encrypted files: what opens, what does not, and what a lost key costs."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import io
import os
import uuid
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.db import connection, models, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from nastavnik.accounts.keyring import files as store
from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import indexing, opened, sealing, tokens_of
from nastavnik.accounts.keyring.fields import BlindIndexField, EncryptedJSONField, EncryptedTextField, blind
from nastavnik.accounts.models import DataKey
from nastavnik.base import bulk
from nastavnik.base.as_texts import as_texts
from nastavnik.base.privacy import Privacy
from nastavnik.base.uids import Named, new_uid
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

    # Not asked when a node is deleted elsewhere, nor when tables are emptied: other tests have no such table.
    node = models.ForeignKey(Node, models.DO_NOTHING, related_name="+", db_constraint=False)
    phone = EncryptedTextField(null=True)
    phone_index = BlindIndexField(of="phone", normal=digits)
    note = EncryptedTextField(default="")
    values = EncryptedJSONField(null=True)

    privacy = Privacy(P1="node", P2="phone phone_index note values")

    class Meta:
        app_label = "accounts"
        managed = False

    def __str__(self) -> str:
        return str(self.uid)


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Card)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Card)


@pytest.fixture
def nodes(table: None, db: None) -> Cast:
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


class TestJson:
    VALUES: ClassVar[dict[str, Any]] = {"имя": {"last": "Ёлкин", "middle": None}, "tags": ["а", 1, 2.5, True], "": {}}

    @pytest.mark.parametrize("values", [VALUES, {}, [], "", 0, False, '\0\t\\"\u2028'])
    def test_any_value_of_json_comes_back(self, nodes: Cast, values: Any) -> None:
        card = Card(node=nodes.school, values=values)
        card.full_clean(exclude=["phone", "note"])
        card.save()

        assert Card.objects.get().values == values
        assert "Ёлкин" not in "".join(raw('"values"'))

    def test_nothing_is_null_and_not_the_word(self, nodes: Cast) -> None:
        Card.objects.create(node=nodes.school)

        assert raw('"values"') == [None]
        assert Card.objects.get().values is None

    def test_a_value_changed_in_place_is_saved_and_one_unread_lies_as_it_lay(self, nodes: Cast) -> None:
        Card.objects.create(node=nodes.school, values=self.VALUES)
        before = raw('"values"')
        Card.objects.get().save()
        assert raw('"values"') == before

        card = Card.objects.get()
        card.values["имя"]["middle"] = "Ильич"
        assert Card.objects.get().values == self.VALUES
        card.save()

        assert Card.objects.get().values["имя"] == {"last": "Ёлкин", "middle": "Ильич"}

    def test_equal_values_are_sealed_from_equal_texts(self) -> None:
        field = Card._meta.get_field("values")

        assert field.plain({"b": 1, "a": "ё"}) == field.plain({"a": "ё", "b": 1}) == '{"a":"ё","b":1}'.encode()

    def test_a_packed_value_opens_and_so_does_one_from_before_it_was_packed(self) -> None:
        plain, packed = EncryptedJSONField(), EncryptedJSONField(packs=True)
        rows = [{"имя": "Пётр", "класс": "7Б"}] * 100

        assert len(packed.plain(rows)) < len(plain.plain(rows)) / 10
        assert packed.opened(packed.plain(rows)) == packed.opened(plain.plain(rows)) == rows

    def test_what_is_no_number_is_nothing(self) -> None:
        assert Card._meta.get_field("values").plain({"a": float("nan")}) == b'{"a":null}'

    @pytest.mark.parametrize("values", [{"day": dt.date(2026, 9, 1)}, {1: float("nan")}, {1, 2}])
    def test_what_json_cannot_say_is_refused(self, nodes: Cast, values: Any) -> None:
        with pytest.raises((TypeError, ValueError)):
            Card.objects.create(node=nodes.school, values=values)

    def test_a_value_moved_to_another_row_or_field_does_not_open(self, nodes: Cast) -> None:
        for _ in range(2):
            Card.objects.create(node=nodes.school, phone='{"a":1}', values={"a": 1})
        with connection.cursor() as cursor:
            cursor.execute(
                'UPDATE accounts_card SET "values" = (SELECT "values" FROM accounts_card ORDER BY id LIMIT 1)'
            )
            cursor.execute('UPDATE accounts_card SET phone = "values"')
        first, second = Card.objects.order_by("id")

        assert first.values == {"a": 1}
        for read in (lambda: second.values, lambda: first.phone):
            with pytest.raises(ring.Tampered):
                read()

    @pytest.mark.parametrize("field", ["phone", "values"])
    def test_a_migration_makes_the_field_again(self, field: str) -> None:
        name, path, args, kwargs = Card._meta.get_field(field).deconstruct()
        module, _dot, cls = path.rpartition(".")
        again = getattr(import_module(module), cls)(*args, **kwargs)

        assert name == field
        assert again.deconstruct()[1:] == (path, args, kwargs)
        assert kwargs["node"] == again.node == "node_id"


class TestColumns:
    def test_what_is_written_past_the_model_opens_and_is_found_like_a_row(self, nodes: Cast) -> None:
        uid, values = new_uid(), {"имя": "Ёлкин"}
        with transaction.atomic():
            sealer = ring.sealer(nodes.school.pk)
            phone = "8 (900) 111"
            index = indexing(Card, "phone_index", sealer)
            row = (uid, nodes.school.pk, sealing(Card, "phone", sealer)(uid, phone), index(phone), None)
            note = tokens_of(Card, "note", uid, "", sealer)
            token = tokens_of(Card, "values", uid, values, sealer)
            bulk.put(Card, ["uid", "node_id", "phone", "phone_index", "note", "values"], [(*row[:4], note, token)])
        card = Card.objects.get(phone_index=blind(Card, "phone_index", "8900111", node_id=nodes.school.pk))

        assert (card.uid, card.phone, card.note, card.values) == (uid, phone, "", values)
        assert [index(None), index(" "), sealing(Card, "note", sealer)(uid, None)] == ["", "", None]

    def test_plain_text_cannot_slip_past_the_model(self, nodes: Cast) -> None:
        with pytest.raises(TypeError, match="encrypted"), transaction.atomic():
            bulk.put(Card, ["uid", "node_id", "note", "phone_index"], [(new_uid(), nodes.school.pk, SECRET, "")])
        assert not Card.objects.exists()

    def test_columns_are_opened_in_order_and_nothing_stays_nothing(self, nodes: Cast) -> None:
        made = [Card.objects.create(node=nodes.school, values=value) for value in ({"a": 1}, None, {"a": 2})]
        found = Card.objects.order_by("id").values_list("uid", "values")

        assert opened(Card, "values", found) == [{"a": 1}, None, {"a": 2}]
        as_they_lie = Card.objects.order_by("id").values_list(*as_texts("uid", "values"))
        assert opened(Card, "values", as_they_lie) == [{"a": 1}, None, {"a": 2}]
        with pytest.raises(ring.Tampered):
            opened(Card, "values", [(made[2].uid, found[0][1])])


class TestTokens:
    @pytest.mark.parametrize("length", range(6))
    def test_no_sign_of_a_token_can_be_changed(self, db: None, length: int) -> None:
        # Every length of the tail of base64; each sign becomes its neighbours and signs that readers forgive.
        token = ring.seal("я" * length + "x", node_id=None, bound_to="x")

        for place, sign in enumerate(token):
            for other in {chr(ord(sign) - 1), chr(ord(sign) + 1), "+", "/", "=", " ", "\n", "A", "Q", "ё"} - {sign}:
                with pytest.raises((ring.Tampered, ring.KeyLost)):
                    ring.unseal(token[:place] + other + token[place + 1 :], bound_to="x")
        for longer in (token + "=", token + "\n", " " + token, token + "A", token[:-1], token + "." + token):
            with pytest.raises((ring.Tampered, ring.KeyLost)):
                ring.unseal(longer, bound_to="x")

    def test_a_token_of_the_first_version_still_opens_and_only_in_its_place(self, db: None) -> None:
        key = ring.key_for(None)
        nonce = os.urandom(12)
        sealed = nonce + key.cipher.encrypt(nonce, SECRET.encode(), b"x")
        token = f"1.{key.uid.hex}.{sealed.hex()}"

        assert ring.unseal(token, bound_to="x") == SECRET
        for wrong in (token.upper(), token + " ", "2" + token[1:], token[:-1] + ("0" if token[-1] != "0" else "1")):
            with pytest.raises(ring.Tampered):
                ring.unseal(wrong, bound_to="x")
        with pytest.raises(ring.Tampered):
            ring.unseal(token, bound_to="y")

    def test_a_sealed_text_is_a_third_longer_and_not_twice(self, db: None) -> None:
        text = "я" * 250

        assert len(ring.seal(text, node_id=None, bound_to="x")) == len("2.") + 22 + len(".") + (500 + 28) * 4 // 3

    def test_digests_are_those_that_lie_in_databases_already(self, db: None) -> None:
        ring.key_for(None, ring.INDEX)
        row = DataKey.objects.get()
        secret = ring.unwrap(row)

        expected = hmac.new(secret, "place\0текст".encode(), hashlib.sha256).hexdigest()
        assert ring.digest("текст", node_id=None, bound_to="place") == expected
        assert ring.sealer(None).digest("текст", "place") == expected

    def test_many_tokens_of_many_keys_cost_one_look(self, nodes: Cast, django_assert_num_queries) -> None:
        whose = [nodes.school.pk, nodes.sibling_school.pk, None, nodes.school.pk]
        pairs = [(ring.seal(str(n), node_id=node, bound_to=f"x{n}"), f"x{n}") for n, node in enumerate(whose)]
        ring.forget()

        with django_assert_num_queries(1):
            assert ring.unseal_many(iter(pairs)) == ["0", "1", "2", "3"]
        assert ring.unseal_many([]) == []
        with pytest.raises(ring.Tampered):
            ring.unseal_many([pairs[0], (pairs[1][0], "x0")])
        with pytest.raises(ring.Tampered):
            ring.unseal_many([("plain text", "x")])

    def test_one_sealer_of_many_values_costs_one_look(self, nodes: Cast, django_assert_num_queries) -> None:
        for purpose in (ring.DATA, ring.INDEX):
            ring.key_for(nodes.school.pk, purpose)

        with django_assert_num_queries(2):
            sealer = ring.sealer(nodes.school.pk)
            tokens = [sealer.seal(b"%d" % n, f"x{n}") for n in range(50)]
            assert len({sealer.digest("a", "x") for _ in range(50)}) == 1
        assert ring.unseal_many((token, f"x{n}") for n, token in enumerate(tokens)) == [str(n) for n in range(50)]


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
