"""`nastavnik region open NAME`: the top of a tree. Everything below it is opened on the pages."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.org.models import Node
from nastavnik.org.services.nodes import open_node

BAD_INPUT = 2


class Command(BaseCommand):
    help = gettext_lazy("opens a region, the top of a tree of organisations")  # type: ignore[assignment]  # lazy, for the language is chosen later

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["open"])
        parser.add_argument("name")
        parser.add_argument("--short", default="", metavar="NAME")
        parser.add_argument("--from", dest="from_on", default="", metavar="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="JSON is what is printed anyway")

    def handle(self, *, name: str, short: str, from_on: str, **options: Any) -> None:
        opened = open_node(
            kind=Node.Kind.TERRITORY,
            type="region",
            full=name,
            short=short or name,
            parent=None,
            opened_on=self.day(from_on),
            actor=None,
        )
        self.stdout.write(
            json.dumps({"uid": str(opened.uid), "path": opened.path, "name": opened.short_name}, ensure_ascii=False)
        )

    def day(self, text: str) -> dt.date:
        try:
            day = parse_date(text) if text else timezone.localdate()
        except ValueError:
            day = None
        if day is None:
            sentence = _("--from: “%(text)s” is no date. Write it as 2026-09-01.") % {"text": text}
            raise CommandError(sentence, returncode=BAD_INPUT)
        return day
