"""The set without names for the centre: random codes, coarse values, the key table kept here and only here."""

from __future__ import annotations

import io
import secrets
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import require
from nastavnik.org import reference
from nastavnik.org.models import Node
from nastavnik.people import coding, standing
from nastavnik.people.cards import Birth
from nastavnik.people.models import Participation, Taking
from nastavnik.people.refusals_data import TooFewRows

# Letters and digits that are not taken for one another.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 10


@transaction.atomic
def make(
    node: Node, side: str, school_year: int, actor: User, *, reason: str = ""
) -> tuple[Taking, coding.Coded]:  # fmt: skip
    """The base of ``side`` in a year as a file without names; gives what was taken and what was made coarser.

    Raises: NotAllowed, TooFewRows: fewer than `coding.K` people could leave together.
    """
    require(actor, "person.export", node)
    parts = list(_parts(node, side, school_year))
    told = coding.coarsened(_row(part) for part in parts)
    if not told.rows:
        raise TooFewRows
    keys: Any = {row["code"]: row.pop("uid") for row in told.rows}
    # The order of a base tells who stands where; the order of random codes tells nothing.
    told.rows.sort(key=lambda row: row["code"])
    content = io.BytesIO()
    sheets.write_xlsx(content, columns(node), told.rows)
    content.seek(0)
    taking = Taking.objects.create(
        node=node, kind=Taking.Kind.CODED, side=side, school_year=school_year, rows=len(told.rows), keys=keys,
        reason=reason.strip() or None, file_key=files.save(node.pk, content), made_by=actor,
    )  # fmt: skip
    record("coded.made", taking, actor=actor, rows=len(told.rows), left_out=told.left_out,
           given_up=sorted(told.given_up))  # fmt: skip
    return taking, told


def take(taking: Taking, form: str, actor: User) -> bytes:
    """The file as it was made, XLSX or CSV. Raises: NotAllowed, FileMissing."""
    require(actor, "person.export", taking.node)
    content = files.read(taking.file_key)
    record("coded.taken", taking, actor=actor, form=form)
    return content if form == "xlsx" else _as_csv(content)


def _as_csv(content: bytes) -> bytes:
    from python_calamine import CalamineWorkbook

    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    target = io.BytesIO()
    place = [sheets.Column(str(title), itemgetter(at), 20) for at, title in enumerate(head)]
    sheets.write_csv(target, place, rows)
    return target.getvalue()


def _parts(node: Node, side: str, school_year: int) -> Any:
    rows = Participation.objects.living().filter(node=node, side=side, school_year=school_year)
    rows = rows.exclude(status__in=[Participation.Status.CANDIDATE, Participation.Status.CONSENTED])
    rows = rows.exclude(standing.waits_for_destruction())
    return rows.select_related("person").defer("person__card", "details").order_by("pk")


def _row(part: Participation) -> coding.Row:
    """No class, no category, no day: a month, and a band of ages."""
    person = part.person
    born = Birth(person.birth_year, person.birth_month)
    return {
        "code": "".join(secrets.choice(_SIGNS) for _each in range(_LENGTH)),
        "uid": str(part.uid),
        "side": part.side,
        "model": part.model,
        "audience": part.audience,
        "age": coding.band(born.age(timezone.localdate())),
        "form": part.form,
        "status": part.status,
        "source": part.source,
        "entered": f"{part.entered_on:%Y-%m}" if part.entered_on else "",
        "ended": f"{part.ended_on:%Y-%m}" if part.ended_on else "",
    }


def columns(node: Node) -> list[sheets.Column]:
    forms, sources = reference.titles_of("forms", "mentor_sources")
    words: dict[str, Any] = {
        "side": dict(Participation.Side.choices), "model": dict(Participation.Model.choices),
        "audience": dict(Participation.Audience.choices), "status": dict(Participation.Status.choices),
        "form": forms, "source": sources,
    }  # fmt: skip

    def told(name: str) -> Any:
        return lambda row: str(words.get(name, {}).get(row[name], row[name]))

    titles = {
        "code": _("Code"), "side": _("Base"), "model": _("Model"), "audience": _("Who"), "age": _("Age band"),
        "form": _("Form of mentoring"), "status": _("Status"), "source": _("Category of the mentor"),
        "entered": _("Entered, month"), "ended": _("Ended, month"),
    }  # fmt: skip
    found = [sheets.Column(title, told(name), 24) for name, title in titles.items()]
    return [sheets.Column(_("Organisation"), lambda row: node.short_name, 40), *found]
