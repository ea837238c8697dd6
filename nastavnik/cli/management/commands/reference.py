"""`nastavnik reference load [FOLDER]`: bring the reference lists to the state of the files; prints JSON."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED

BAD_INPUT = 2


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]  # lazy, for the language is chosen later
        "loads the reference lists: types, forms, acts, questionnaires, indicators"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["load"])
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)
        parser.add_argument("--from", dest="from_on", default="", metavar="YYYY-MM-DD")
        parser.add_argument("--basis", default="")
        parser.add_argument("--json", action="store_true", help="JSON is what is printed anyway")

    def handle(self, *, folder: Path, from_on: str, basis: str, **options: Any) -> None:
        if not folder.is_dir() or not any(folder.glob("*.yaml")):
            text = _("There are no *.yaml files in %(folder)s. Give the folder with the reference lists.")
            raise CommandError(text % {"folder": folder}, returncode=BAD_INPUT)
        report = asdict(load(folder, from_on=_day(from_on), basis=basis))
        counts = {name: len(names) for name, names in report.items()}
        self.stdout.write(json.dumps({**counts, "names": _briefly(report)}, ensure_ascii=False))
        if report["waiting"]:
            text = _("Entries edited here that the files change too: %(names)s. Decide on their pages.")
            self.stderr.write(text % {"names": ", ".join(report["waiting"])})


def _day(text: str) -> dt.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if text and day is None:
        raise CommandError(
            _("--from: “%(text)s” is no date. Write it as 2026-09-01.") % {"text": text}, returncode=BAD_INPUT
        )
    return day


def _briefly(report: dict[str, list[str]]) -> dict[str, list[str]]:
    """The first load adds hundreds of names that say nothing."""
    return {name: names for name, names in report.items() if name != "added" or len(names) <= 50}
