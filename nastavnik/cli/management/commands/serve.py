"""`nastavnik serve`: the whole product in one process, for one machine."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from gunicorn.app.base import BaseApplication

from nastavnik.org.models import Node


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn declares no types
    """gunicorn with one worker of several threads; SQLite has one writer anyway."""

    def __init__(self, port: int, announce: Any) -> None:
        self.options = {
            "bind": f"{settings.NASTAVNIK_HOST}:{port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": 8,
            "timeout": 120,
            "graceful_timeout": 10,
            "control_socket_disable": True,
            "preload_app": True,
            "loglevel": "warning",
            "when_ready": announce,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_internal_wsgi_application()


class Command(BaseCommand):
    help = gettext_lazy(  # type: ignore[assignment]  # lazy, for the language is chosen later
        "sets the database up and runs the site on this machine"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        self.prepare_database()
        connections.close_all()
        Server(port, announce=lambda arbiter: self.announce(port)).run()

    def prepare_database(self) -> None:
        """Bring the database to this version; a new one gets the demo's region where the profile is "demo"."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("reference", "load", stdout=StringIO())
        if settings.NASTAVNIK_PROFILE == "demo" and not Node.objects.exists():
            self.stdout.write(_("The demo region is being built. This takes up to a minute."))
            self.stdout.flush()
            load_demo()

    def announce(self, port: int) -> None:
        address = f"http://localhost:{port}"
        self.stdout.write("\n" + _("Nastavnik runs at %(address)s. Ctrl-C stops it.") % {"address": address} + "\n")
        if settings.NASTAVNIK_PROFILE == "demo":
            call_command("demo", "signins", stdout=self.stdout)
        self.stdout.flush()


def load_demo() -> None:
    """In a process of its own: reading documents starts threads, and the server must fork without any."""
    words = [sys.executable, "-m", "nastavnik", "demo", "load"]
    subprocess.run(words, check=True, env={**os.environ, "NASTAVNIK_JOBS": "manual"})  # noqa: S603 - our own command
