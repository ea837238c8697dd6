"""`nastavnik verify audit [--anchor] [--expect COUNT:MAC]`: whether the journal is whole; prints JSON.
`nastavnik verify documents`: whether the kept bytes of every issued document are those that were issued.
`nastavnik verify files [--remove]`: how many files of the store no row names; those older than a day are removed
once a day, and with `--remove` even where they are too many for that.

Ends with 1 when something is wrong. Keep what `--anchor` prints outside the server and give it to `--expect`
later: only so is an end that was cut off found out.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.keyring import orphans
from nastavnik.audit.chain import Anchor, anchor, verify
from nastavnik.audit.sealer import seal
from nastavnik.documents.services.verifying import Count, check_all

BAD_INPUT = 2
MOST_FAULTS = 100


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]  # lazy, for the language is chosen later
        "checks that nobody changed the journal or an issued document past the program"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["audit", "documents", "files"])
        parser.add_argument("--anchor", action="store_true", help="print where the chain ends and check nothing")
        parser.add_argument("--expect", default="", metavar="COUNT:MAC", help="an anchor that was kept elsewhere")
        parser.add_argument("--remove", action="store_true", help="files: remove those that no row names")
        parser.add_argument("--json", action="store_true", help="JSON is what is printed anyway")

    def handle(self, *, what: str, expect: str, **options: Any) -> None:
        if what == "documents":
            self._documents()
            return
        if what == "files":
            self._files(remove=options["remove"])
            return
        if options["anchor"]:
            seal()
            self.stdout.write(str(anchor()))
            return
        try:
            expected = Anchor.read(expect) if expect else None
        except ValueError as error:
            text = _("--expect: “%(text)s” is no anchor. It looks like 1024:9f86d0…")
            raise CommandError(text % {"text": expect}, returncode=BAD_INPUT) from error
        # Before sealing: an event that waits longer than a minute means that the sealer stands still.
        found = list(islice(verify(expected), MOST_FAULTS))
        seal()
        end = anchor()
        faults = [{"fault": fault.kind, "where": fault.where, "text": fault.label} for fault in found]
        report = {"whole": not faults, "count": end.count, "anchor": str(end), "faults": faults}
        self.stdout.write(json.dumps(report, ensure_ascii=False))
        if faults:
            raise CommandError(
                _("The journal was changed past the program, or its sealer stands still."), returncode=1
            )

    def _documents(self) -> None:
        count = Count()
        faults = [vars(found) for found in islice(check_all(count), MOST_FAULTS)]
        report = {"whole": not faults, "documents": count.documents, "redrawn": count.redrawn, "faults": faults}
        self.stdout.write(json.dumps(report, ensure_ascii=False))
        if faults:
            raise CommandError(
                _("Documents are kept otherwise than they were issued. Restore them from a backup."), returncode=1
            )

    def _files(self, *, remove: bool) -> None:
        found = orphans.sweep(however_many=True) if remove else orphans.look()
        self.stdout.write(json.dumps(asdict(found), ensure_ascii=False))
