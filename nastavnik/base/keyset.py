"""Pages of a list by key: page 5,000 costs what page 1 costs, and nothing is counted to the end.

An address carries ``?after=…`` or ``?before=…`` with the sort values of one row, enciphered so that the
address shows nothing of the row. A cursor that is torn, foreign or made for another order gives page 1.

NULL sorts after every value (as in PostgreSQL) on both databases.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, reduce
from hashlib import sha512
from operator import or_
from typing import Any, Generic, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import OrderBy
from django.utils.duration import duration_iso_string
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nastavnik.base.merged import Part, first_of_each

AFTER, BEFORE = "after", "before"
CEILING = 1000
NEAR, FAR = 4_000, 20_000
LONGEST_CURSOR = 4000

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


@dataclass(frozen=True)
class Count:
    """How many rows, counted up to a ceiling and no further."""

    value: int
    more: bool

    def __str__(self) -> str:
        number = number_format(self.value, use_l10n=True, force_grouping=True)
        return _("more than %(n)s") % {"n": number} if self.more else number


@dataclass(frozen=True)
class Page(Generic[_Row]):
    """One page. ``next`` and ``previous`` are parts of an address ("after=…") or "" where there is none."""

    rows: list[_Row]
    next: str
    previous: str
    _whole: models.QuerySet[Any] = field(repr=False, compare=False)

    @cached_property
    def estimate(self) -> Count:
        """One query, made when a page shows the number."""
        return bounded_count(self._whole)


def cursor_of(query: Mapping[str, Any]) -> str:
    """The cursor in ``request.GET``, as `keyset_page` takes it."""
    for side in (AFTER, BEFORE):
        if token := query.get(side):
            return f"{side}={token}"
    return ""


def bounded_count(queryset: models.QuerySet[Any], ceiling: int = CEILING) -> Count:
    found = queryset.order_by().values("pk")[: ceiling + 1].count()
    return Count(min(found, ceiling), found > ceiling)


def keyset_page(
    queryset: models.QuerySet[_Row],
    *,
    order: tuple[str, ...],
    cursor: str = "",
    size: int = 50,
    filled: Collection[str] = (),
    parts: Sequence[Part] = (),
    near: models.QuerySet[Any] | None = None,
) -> Page[_Row]:
    """One page of ``queryset`` in ``order`` ("name", "-created_at"; the key is added as the last).

    ``filled`` names columns of ``order`` that may be NULL in the table and are not in any row of ``queryset``:
    SQLite has no index for NULL after values. ``parts`` are what ``queryset`` consists of, where an index begins with
    their columns and goes on with those of ``order``: each is read along it, and no row of other parts. ``near``: see
    `horizon`; where the rows before it fill the page, nothing else is read.

    An index over the columns of ``order`` and the key makes every page equally cheap. A page is one query; one
    more where a long run of equal values ends, and where the way back meets the beginning; with ``near`` one or two
    more.
    """
    keys = [replace(key, nullable=False) if key.name in filled else key for key in _keys(queryset, order)]
    side, _sep, token = cursor.partition("=")
    place = _open(token, keys) if side in (AFTER, BEFORE) else None
    if place is None:
        return _first(queryset, keys, size, parts, near)
    backwards = side == BEFORE
    way = [key.reversed() for key in keys] if backwards else keys
    found = _found(queryset, way, place, size + 1, parts, near)
    more, rows = len(found) > size, found[:size]
    if backwards:
        if len(rows) < size:
            return _first(queryset, keys, size, parts, near)
        rows.reverse()
    first, last = _marks(rows, keys) if rows else (token, token)
    has_next, has_previous = (True, more) if backwards else (more, True)
    return Page(rows, f"{AFTER}={last}" if has_next else "", f"{BEFORE}={first}" if has_previous else "", queryset)


def horizon(
    near: models.QuerySet[Any],
    *,
    order: tuple[str, ...],
    cursor: str = "",
    filled: Collection[str] = (),
    reads: int = NEAR,
) -> Q | None:
    """What lies between ``cursor`` and the ``reads``-th of the rows of ``near`` past it; None: there are no more.

    ``near`` is any list in ``order`` that an index holds by itself and that is part of no narrower one: what is
    frequent stands among its next few thousand rows, wherever a planner would look for it. One query, of the index.
    """
    keys = [replace(key, nullable=False) if key.name in filled else key for key in _keys(near, order)]
    side, _sep, token = cursor.partition("=")
    place = _open(token, keys) if side in (AFTER, BEFORE) else None
    way = [key.reversed() for key in keys] if place is not None and side == BEFORE else keys
    return _edge(near, way, place, reads)


@dataclass(frozen=True)
class _Place:
    """Where a page begins: past the row with these values. Whether few rows share its first value."""

    values: list[Any]
    few_equals: bool


@dataclass(frozen=True)
class _Key:
    """One column of the order."""

    name: str
    down: bool
    field: models.Field[Any, Any]
    nullable: bool

    def reversed(self) -> _Key:
        return replace(self, down=not self.down)

    def value_of(self, row: Any) -> Any:
        """From an object, a dictionary of ``values()`` or a tuple of ``values_list(named=True)``."""
        if isinstance(row, Mapping):
            return row[self.name]
        if hasattr(row, self.name):
            return getattr(row, self.name)
        for part in self.name.split("__"):
            row = getattr(row, part) if row is not None else None
        return row

    def same_as(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def past(self, value: Any) -> list[Q]:
        """The rows whose value stands further on in the order than ``value``, as ranges of an index."""
        null, known = Q(**{f"{self.name}__isnull": True}), Q(**{f"{self.name}__isnull": False})
        if value is None:
            return [known] if self.down else []
        if self.down:
            return [Q(**{f"{self.name}__lt": value})]
        return [Q(**{f"{self.name}__gt": value}), *([null] if self.nullable else [])]


def _keys(queryset: models.QuerySet[Any], order: Sequence[str]) -> list[_Key]:
    keys = [_key(queryset, name.removeprefix("-"), name.startswith("-")) for name in order]
    pk = queryset.model._meta.pk
    assert pk is not None  # noqa: S101  # every concrete model has one; said for the type checker
    if all(key.field is not pk for key in keys):
        keys.append(_Key(pk.attname, keys[-1].down if keys else False, pk, nullable=False))
    return keys


def _key(queryset: models.QuerySet[Any], name: str, down: bool) -> _Key:
    if annotation := queryset.query.annotations.get(name):
        return _Key(name, down, annotation.output_field, nullable=True)
    *path, last = name.split("__")
    model, nullable = queryset.model, False
    for part in path:
        link = model._meta.get_field(part)
        nullable = nullable or bool(link.null)
        model = link.related_model
    found = model._meta.pk if last == "pk" else model._meta.get_field(last)
    return _Key("__".join((*path, found.attname)), down, found, nullable or found.null)


def _first(
    queryset: models.QuerySet[_Row],
    keys: list[_Key],
    size: int,
    parts: Sequence[Part],
    near: models.QuerySet[Any] | None,
) -> Page[_Row]:
    found = _found(queryset, keys, None, size + 1, parts, near)
    rows = found[:size]
    return Page(rows, f"{AFTER}={_marks(rows, keys)[1]}" if len(found) > size else "", "", queryset)


def _ordered(queryset: models.QuerySet[_Row], keys: list[_Key]) -> models.QuerySet[_Row]:
    # PostgreSQL already puts NULL after every value; saying so would keep it from its indexes.
    sqlite = connections[queryset.db].vendor == "sqlite"
    return queryset.order_by(
        *(
            OrderBy(
                F(key.name),
                descending=key.down,
                nulls_first=True if sqlite and key.nullable and key.down else None,
                nulls_last=True if sqlite and key.nullable and not key.down else None,
            )
            for key in keys
        )
    )


def _head(
    queryset: models.QuerySet[_Row], keys: list[_Key], limit: int, parts: Sequence[Part]
) -> models.QuerySet[_Row]:
    """The first ``limit`` rows."""
    ordered = _ordered(queryset, keys)
    return (ordered.filter(pk__in=first_of_each(ordered, parts, limit)) if parts else ordered)[:limit]


def _found(
    queryset: models.QuerySet[_Row],
    way: list[_Key],
    place: _Place | None,
    limit: int,
    parts: Sequence[Part],
    near: models.QuerySet[Any] | None,
) -> list[_Row]:
    """The first ``limit`` rows past ``place``, or of all."""
    if near is not None:
        edge = _edge(near, way, place, NEAR)
        found = _read(queryset.filter(edge) if edge else queryset, way, place, limit, ())
        if edge is None or len(found) == limit:
            return found
    return _read(queryset, way, place, limit, parts)


def _edge(near: models.QuerySet[Any], way: list[_Key], place: _Place | None, reads: int) -> Q | None:
    first = way[0]
    assert not first.nullable  # noqa: S101 - NULL has no place before or past a value
    bound = f"{first.name}__{'gte' if first.down else 'lte'}"
    if place is not None:
        near = near.filter(**{f"{first.name}__{'lte' if first.down else 'gte'}": place.values[0]})
    last = list(_ordered(near, way).values_list(first.name, flat=True)[reads : reads + 1])
    return Q(**{bound: last[0]}) if last else None


def _read(
    queryset: models.QuerySet[_Row], way: list[_Key], place: _Place | None, limit: int, parts: Sequence[Part]
) -> list[_Row]:
    return _take(queryset, way, place, limit, parts) if place else list(_head(queryset, way, limit, parts))


def _take(
    queryset: models.QuerySet[_Row], keys: list[_Key], place: _Place, limit: int, parts: Sequence[Part]
) -> list[_Row]:
    """The first ``limit`` rows past ``place``."""
    found: list[_Row] = []
    for past in _ranges(keys, place, vendor=connections[queryset.db].vendor):
        found += _head(queryset.filter(past), keys, limit - len(found), parts)
        if len(found) == limit:
            break
    return found


def _ranges(keys: list[_Key], place: _Place, *, vendor: str) -> list[Q]:
    """What lies past ``place``, as ranges that an index answers, in the order of the list.

    PostgreSQL takes it in one: ``(a, b) > (1, 2)``. SQLite leaves the key out of such a comparison, and neither
    takes one with two directions or NULL. There, where few rows share the first value, they are read over;
    otherwise the rest of the equals comes first, then what is past them.
    """
    if vendor == "postgresql" and len({key.down for key in keys}) == 1 and not any(key.nullable for key in keys):
        return [Q(_RowComparison(keys, place.values))]
    ranges = []
    for depth in reversed(range(len(keys))):
        equals = Q()
        for key, value in zip(keys[:depth], place.values, strict=False):
            equals &= key.same_as(value)
        ranges += [equals & past for past in keys[depth].past(place.values[depth])]
    if place.few_equals and not keys[0].nullable:
        bound = Q(**{f"{keys[0].name}__{'lte' if keys[0].down else 'gte'}": place.values[0]})
        return [bound & reduce(or_, ranges)]
    return ranges


class _RowComparison(Func):
    """``(a, b, id) > (…, …, …)``, or ``<`` on the way down."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, keys: list[_Key], values: list[Any]) -> None:
        columns = [F(key.name) for key in keys]
        given = [Value(value, output_field=key.field) for key, value in zip(keys, values, strict=True)]
        # A row in brackets is a function without a name. It has no type; a decimal one would be cast on SQLite.
        rows = (Func(*side, function="", output_field=BooleanField()) for side in (columns, given))
        super().__init__(*rows, template="%(expressions)s", arg_joiner=" < " if keys[0].down else " > ")


def _marks(rows: Sequence[Any], keys: list[_Key]) -> tuple[str, str]:
    """The cursors before the first and after the last of ``rows``."""
    ends = [[_plain(key.value_of(row)) for key in keys] for row in (rows[0], rows[-1])]
    few_equals = ends[0][0] != ends[1][0]
    first, last = (_sealed(_Place(values, few_equals), keys) for values in ends)
    return first, last


def _sealed(place: _Place, keys: list[_Key]) -> str:
    """``place`` enciphered: a work name must not be read off an address or a log."""
    text = json.dumps([place.few_equals, place.values], ensure_ascii=False)
    sealed = AESSIV(_secret()).encrypt(text.encode(), [_bound_to(keys)])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def _open(token: str, keys: list[_Key]) -> _Place | None:
    if not token or len(token) > LONGEST_CURSOR:
        return None
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        few_equals, values = json.loads(AESSIV(_secret()).decrypt(sealed, [_bound_to(keys)]))
        return _Place([key.field.to_python(value) for key, value in zip(keys, values, strict=True)], few_equals)
    except (InvalidTag, ValueError, TypeError, ValidationError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return duration_iso_string(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _bound_to(keys: list[_Key]) -> bytes:
    """A cursor of one order opens no other."""
    return " ".join(f"{'-' if key.down else ''}{key.name}:{key.field}" for key in keys).encode()


def _secret() -> bytes:
    return _derived(settings.SECRET_KEY)


@lru_cache(maxsize=2)
def _derived(key: str) -> bytes:
    return sha512(b"nastavnik.base.keyset" + key.encode()).digest()
