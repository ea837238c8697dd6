"""`nastavnik search rebuild`: the index over the words of plans made anew from the lines; prints JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy

from nastavnik.roadmaps.services import words


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]  # lazy, for the language is chosen later
        "makes the search over the lines of plans anew"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["rebuild"])
        parser.add_argument("--json", action="store_true", help="JSON is what is printed anyway")

    def handle(self, **options: Any) -> None:
        lines, found = words.rebuild()
        self.stdout.write(json.dumps({"lines": lines, "words": found}))
