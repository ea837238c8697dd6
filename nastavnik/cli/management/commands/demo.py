"""`nastavnik demo load [--people N] [--seed S]` builds the invented region; `demo signins` prints its accounts."""

from __future__ import annotations

from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.models import User
from nastavnik.accounts.roles import Role
from nastavnik.org.models import Node


class Command(BaseCommand):
    help = gettext_lazy("builds the invented region of the demo, or prints its sign-ins")  # type: ignore[assignment]  # lazy, for the language is chosen later

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["load", "signins"])
        parser.add_argument("--people", type=int, default=2000)
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--if-empty", action="store_true")

    def handle(self, *args: Any, deed: str, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(_("The demo is for trying the product out; this is a production installation."))
        if deed == "load":
            self._load(**options)
        else:
            self._print_signins()

    def _load(self, *, people: int, seed: int, if_empty: bool, **options: Any) -> None:
        if Node.objects.exists():
            if if_empty:
                return
            raise CommandError(_("There are organisations here already. The demo is loaded into an empty database."))
        if people < 1:
            raise CommandError(_("--people must be 1 or more."))
        from nastavnik import jobs, measures
        from nastavnik.cli.demo import gatherings, levels, papers, plans, region
        from nastavnik.cli.demo import people as people_of_demo
        from nastavnik.measures.tasks import count_the_day
        from nastavnik.org.services import reference

        rng = Random(seed)  # noqa: S311 - invents a region, guards nothing
        # All or nothing: a load that was broken off leaves an empty database, to be loaded again.
        with transaction.atomic():
            reference.load()
            with measures.once():
                built = region.build(rng, people=people)
                plans.load(rng, built)
                levels.load(rng, built)
                papers.load(rng, built)
                people_of_demo.load(rng, built, people=people)
                gatherings.load(built)
            count_the_day()
            jobs.run_all()
        self.stderr.write(_("The demo region is ready."))

    def _print_signins(self) -> None:
        from nastavnik.cli.demo.region import PASSWORD

        self.stdout.write(_("Password of every demo account: %(password)s") % {"password": PASSWORD})
        emails = {f"{role.value.replace('_', '-')}@demo.example": role for role in Role}
        for user in User.objects.filter(email__in=emails).order_by("pk"):
            role = emails[user.email or ""]
            self.stdout.write(f"  {user.email:<44} {role.label}")
