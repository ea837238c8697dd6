"""`nastavnik leak report --from DAY --to DAY --node PATH [--person SEAT]`: who opened or took people's data. JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.audit.record import record
from nastavnik.org.models import Node
from nastavnik.people import leaks
from nastavnik.people.models import Person

BAD_INPUT = 2


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]  # lazy, for the language is chosen later
        "tells which accounts opened or took people's data"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["report"])
        parser.add_argument("--from", dest="since", metavar="DAY", required=True, help="the first day, 2026-09-01")
        parser.add_argument("--to", dest="until", metavar="DAY", required=True, help="the last day")
        parser.add_argument("--node", metavar="PATH", required=True, help="the organisation, such as /1/5/23/")
        parser.add_argument("--person", metavar="SEAT", type=int, help="only the person of this seat")
        parser.add_argument("--json", action="store_true", help="JSON is what is printed anyway")

    def handle(self, *, since: str, until: str, node: str, person: int | None, **options: Any) -> None:
        first, last = _day(since), _day(until)
        place = Node.objects.filter(path=node).first()
        if place is None:
            raise CommandError(_("There is no organisation at %(path)s.") % {"path": node}, returncode=BAD_INPUT)
        asked = Person.objects.filter(node=place, seat=person).first() if person else None
        if person and asked is None:
            raise CommandError(_("There is no seat No. %(seat)s here.") % {"seat": person}, returncode=BAD_INPUT)
        record("leak.reported", asked, actor=None, node_id=place.pk, since=since, until=until, form="json")
        for line in leaks.report(place, first, last, asked):
            self.stdout.write(json.dumps(_told(line), ensure_ascii=False))


def _told(line: leaks.Line) -> dict[str, Any]:
    return {
        "account": line.who, "people": len(line.people), "opened": line.opened, "listed": line.listed,
        "taken": line.taken, "first": line.first.isoformat() if line.first else None,
        "last": line.last.isoformat() if line.last else None,
    }  # fmt: skip


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("Write a day as 2026-09-01."), returncode=BAD_INPUT) from error
