"""The list of files of an organisation, and the numbers: no gap and no twin, however many register at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Case as Cond
from django.db.models import OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save, update
from nastavnik.documents.library import TEMPLATES, Group
from nastavnik.documents.models import Case, Counter, Paper
from nastavnik.documents.refusals import NoCase
from nastavnik.org.models import Node


class Number(NamedTuple):
    """``serial`` counts within ``year`` (0: without end), ``text`` is how it is written."""

    serial: int
    year: int
    text: str


@dataclass(frozen=True)
class Usual:
    """A file that every organisation begins with; it renames and adds as its own list demands."""

    index: str
    title: str
    groups: frozenset[Group]
    pattern: str
    kept_for: str


#: Among the kinds of a file: whatever no other file takes.
REST = "*"
#: The last one takes whatever no other does.
USUAL = (
    Usual("01-01", "Приказы по основной деятельности", frozenset({Group.ORDERS}), "{n}-од", "постоянно"),
    Usual("01-02", "Протоколы заседаний педагогического совета", frozenset({Group.MINUTES}), "{n}", "постоянно"),
    Usual("01-03", "Соглашения о сотрудничестве", frozenset({Group.AGREEMENTS}), "{n}-с", "5 лет"),
    Usual("01-04", "Согласия на обработку персональных данных", frozenset({Group.CONSENTS}), "{n}-пд", "3 года"),
    Usual("01-05", "Переписка и другие документы программы наставничества", frozenset(), "{index}/{n}", "5 лет"),
)
_PLACES = re.compile(r"\{(\w*)\}")
KNOWN_PLACES = ("n", "index", "year")


def cases_of(node: Node) -> list[Case]:
    """The list of ``node`` as it stands; an organisation without one gets the usual list. Inside a transaction."""
    found = list(Case.objects.filter(node=node).order_by("index", "pk"))
    if found:
        return found
    # Two who begin the list at once: the second waits for the rows of the first and keeps no lock of its own. The
    # organisation must not be locked here: whoever gives a number locks the counter first and the organisation last.
    Case.objects.bulk_create(usual_of(node), ignore_conflicts=True)
    return list(Case.objects.filter(node=node).order_by("index", "pk"))


def usual_of(node: Node) -> list[Case]:
    """The list that ``node`` would begin with, not kept."""
    return [_usual(node, one) for one in USUAL]


@transaction.atomic
def set_up(node: Node, *, actor: User) -> list[Case]:
    """`cases_of` on somebody's word.

    Raises: NotAllowed.
    """
    require(actor, "document.register", node)
    found = cases_of(node)
    record("document.cases_set_up", node, actor=actor, count=len(found))
    return found


def with_serial(rows: QuerySet[Case], on: dt.date) -> QuerySet[Any]:
    """Marks each file with the number that it would give next on ``on``, as ``serial``."""
    year = Cond(When(is_yearly=True, then=Value(on.year)), default=Value(0))
    counters = Counter.objects.filter(case=OuterRef("pk"), year=OuterRef("running")).values("last")
    return rows.annotate(running=year).annotate(serial=Coalesce(Subquery(counters), Value(0)) + 1)


def _usual(node: Node, usual: Usual) -> Case:
    codes = sorted(code for code, built in TEMPLATES.items() if built.group in usual.groups) or [REST]
    return Case(
        node=node,
        index=usual.index,
        title=usual.title,
        codes=codes,
        pattern=usual.pattern,
        kept_for=usual.kept_for,
    )


def case_for(node: Node, code: str) -> Case:
    """The file that documents of ``code`` go into.

    Raises: NoCase.
    """
    opened = [case for case in cases_of(node) if case.closed_on is None]
    for case in opened:
        if code in case.codes:
            return case
    for case in opened:
        if REST in case.codes:
            return case
    raise NoCase(kind=code)


def next_number(case: Case, on: dt.date, *, is_held: bool = False) -> Number:
    """Give the next number of ``case``; whoever asks at the same moment waits. Inside the transaction that uses it:
    a number that is not used is not given, one that was written down by hand is passed over.

    Raises:
        Invalid: the last number stands on a later day. Not asked where the day ``is_held`` against it before.
    """
    counter = _counter(case, on)
    if not is_held:
        refuse_earlier(case, on)
    counter.last += 1
    while _bears(case, written(case.pattern, counter.last, case.index, on), on):
        counter.last += 1
    counter.save(update_fields=["last"])
    return Number(counter.last, counter.year, written(case.pattern, counter.last, case.index, on))


def refuse_earlier(case: Case, on: dt.date) -> None:
    """Numbers of a file go up with its days; what was numbered on paper bears its own number. One query.

    Raises: Invalid: a document of a later day bears the last number that the register gave.
    """
    given = Paper.objects.filter(case=case, serial_year=on.year if case.is_yearly else 0, serial__isnull=False)
    last = given.order_by("-serial").values_list("number", "dated_on").first()
    if last is None or last[1] is None or last[1] <= on:
        return
    sentence = _(
        "The last number of this file is %(number)s of %(day)s, so the next one cannot bear an earlier day. Give "
        "%(day)s or a later day; if the document was signed on paper, type the number that stands on it."
    )
    raise Invalid(fields={"dated_on": [sentence % {"number": last[0], "day": f"{last[1]:%d.%m.%Y}"}]})


def is_given(case: Case, number: str, on: dt.date) -> bool:
    """Whether a document of ``case`` bears ``number``; whoever gives one at the same moment waits."""
    _counter(case, on)
    return _bears(case, number, on)


def _counter(case: Case, on: dt.date) -> Counter:
    """Held until the end of the transaction."""
    year = on.year if case.is_yearly else 0
    Counter.objects.get_or_create(case=case, year=year)
    return Counter.objects.select_for_update().get(case=case, year=year)


def _bears(case: Case, number: str, on: dt.date) -> bool:
    spellings = {number, number.lower(), number.upper()}
    rows = Paper.objects.filter(case=case, number__in=spellings, removed_at=None)
    return (rows.filter(dated_on__year=on.year) if case.is_yearly else rows).exists()


def written(pattern: str, serial: int, index: str, on: dt.date) -> str:
    places = {"n": str(serial), "index": index, "year": str(on.year)}
    return _PLACES.sub(lambda found: places.get(found[1], found[0]), pattern)


@transaction.atomic
def add_case(
    node: Node, *, index: str, title: str, codes: Sequence[str], pattern: str, is_yearly: bool, kept_for: str = "",
    actor: User,
) -> Case:  # fmt: skip
    """Raises: NotAllowed, Invalid."""
    require(actor, "document.register", node)
    cases_of(node)
    refuse_pattern(pattern)
    case = Case(
        node=node, index=index.strip(), title=title.strip(), codes=_known(codes), pattern=pattern.strip(),
        is_yearly=is_yearly, kept_for=kept_for.strip(),
    )  # fmt: skip
    save(case)
    _take_from_others(case)
    record("document.case_added", case, actor=actor, node_id=node.pk)
    return case


@transaction.atomic
def change_case(
    case: Case, *, version: int, title: str, codes: Sequence[str], pattern: str, is_yearly: bool, kept_for: str,
    actor: User,
) -> Case:  # fmt: skip
    """Numbers given already stay as they are.

    Raises: NotAllowed, Invalid, EditConflict.
    """
    require(actor, "document.register", case)
    refuse_pattern(pattern)
    case = update(
        case, version=version, title=title.strip(), codes=_known(codes), pattern=pattern.strip(),
        is_yearly=is_yearly, kept_for=kept_for.strip(),
    )  # fmt: skip
    _take_from_others(case)
    record("document.case_changed", case, actor=actor, node_id=case.node_id)
    return case


@transaction.atomic
def close_case(case: Case, *, on: dt.date, actor: User) -> Case:
    """No new documents go into it; reopened by `reopen_case`.

    Raises: NotAllowed.
    """
    require(actor, "document.register", case)
    Case.objects.filter(pk=case.pk, closed_on=None).update(closed_on=on)
    case.refresh_from_db()
    record("document.case_closed", case, actor=actor, node_id=case.node_id)
    return case


@transaction.atomic
def reopen_case(case: Case, *, actor: User) -> Case:
    """Raises: NotAllowed."""
    require(actor, "document.register", case)
    Case.objects.filter(pk=case.pk).update(closed_on=None)
    case.refresh_from_db()
    record("document.case_reopened", case, actor=actor, node_id=case.node_id)
    return case


def refuse_pattern(pattern: str) -> None:
    """Raises: Invalid: without the running number two documents would bear one."""
    places = _PLACES.findall(pattern)
    if "n" not in places:
        raise Invalid(fields={"pattern": [_("Write {n} where the running number stands, for example {n}-од.")]})
    unknown = [place for place in places if place not in KNOWN_PLACES]
    if unknown:
        sentence = _("Only {n}, {index} and {year} may stand in braces. Correct the form of the number.")
        raise Invalid(fields={"pattern": [sentence]})


def _known(codes: Sequence[str]) -> list[str]:
    return sorted({code for code in codes if code in TEMPLATES or code == REST})


def _take_from_others(case: Case) -> None:
    """A kind of documents goes into one file: the one that named it last."""
    for other in Case.objects.filter(node=case.node_id).exclude(pk=case.pk):
        left = [code for code in other.codes if code not in case.codes]
        if left != other.codes:
            Case.objects.filter(pk=other.pk).update(codes=left)
