"""`nastavnik keys check`: whether every data key opens, such as after a restore; 2 when one does not.
`nastavnik keys rewrap`: all data keys are wrapped by the first master key of the settings.
`nastavnik keys rotate --node PATH | --platform`: new data are sealed by a new key. All print JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.keyring import care
from nastavnik.org.models import Node

BAD_INPUT = 2
MOST_FAULTS = 100


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]  # lazy, for the language is chosen later
        "checks the keys that encrypt personal data, and changes them"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["check", "rewrap", "rotate"])
        parser.add_argument("--node", metavar="PATH", help="the organisation whose key is changed, such as /1/5/23/")
        parser.add_argument("--platform", action="store_true", help="the key of the platform itself is changed")
        parser.add_argument("--json", action="store_true", help="JSON is what is printed anyway")

    def handle(self, *, deed: str, node: str | None, platform: bool, **options: Any) -> None:
        if (deed == "rotate") != (bool(node) or platform) or (node and platform):
            raise CommandError(
                _("rotate needs --node PATH or --platform, one of them; check and rewrap take neither."),
                returncode=BAD_INPUT,
            )
        if deed == "check":
            self._check()
        elif deed == "rewrap":
            self._say(rewrapped=care.rewrap())
        else:
            place = _place(node) if node else None
            self._say(key=str(care.rotate(place)), node=place.path if place else None)

    def _check(self) -> None:
        report = care.check()
        lost = sum(fault.fault == "lost" for fault in report.faults)
        changed = len(report.faults) - lost
        faults = [asdict(fault) for fault in report.faults[:MOST_FAULTS]]
        self._say(whole=not faults, keys=report.keys, sealing=report.sealing, to_rewrap=report.to_rewrap, lost=lost,
                  changed=changed, faults=faults)  # fmt: skip
        if lost:
            text = _(
                "Data keys that do not open: %(count)s of %(keys)s. Their master key is not among those of "
                "NASTAVNIK_MASTER_KEY: take its second copy, or write it after a comma."
            )
            raise CommandError(text % {"count": lost, "keys": report.keys}, returncode=BAD_INPUT)
        if changed:
            text = _(
                "Data keys that do not open: %(count)s of %(keys)s. They were changed past the program: restore "
                "their rows from a backup."
            )
            raise CommandError(text % {"count": changed, "keys": report.keys}, returncode=BAD_INPUT)

    def _say(self, **answer: Any) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _place(path: str) -> Node:
    found = Node.objects.filter(path=path.rstrip("/") + "/").first()
    if found is None:
        raise CommandError(_("--node: “%(path)s” is no path of a place.") % {"path": path}, returncode=BAD_INPUT)
    return found
