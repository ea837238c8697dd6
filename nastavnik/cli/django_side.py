"""Django's management commands under our rules: one line for bad input, exit 2, no trace."""

from __future__ import annotations

import os
import sys
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError, OperationalError
from django.utils.translation import gettext as _

from nastavnik.base.errors import DomainError

BAD_INPUT = 2
HELP = ("help", "--help", "-h")


class Refused(Exception):
    """The command cannot be carried out as given; the text says what to do."""


def run(words: list[str]) -> int:
    """Carry out a command of Django's kind; the value is the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")
    try:
        django.setup()
        return _carry_out(words)
    except SystemCheckError as faults:
        print(faults, file=sys.stderr)
        return BAD_INPUT
    except CommandError as refusal:
        # Django's own default is 1, which here means a bug.
        return _refuse(refusal, refusal.returncode if refusal.returncode != 1 else BAD_INPUT)
    except (Refused, DomainError, ImproperlyConfigured) as refusal:
        return _refuse(refusal, BAD_INPUT)
    except DatabaseError as error:
        if sentence := _what_ails_the_database():
            return _refuse(Refused(sentence), BAD_INPUT)
        raise error
    finally:
        connections.close_all()


def _carry_out(words: list[str]) -> int:
    from nastavnik.cli import guide

    if not words or words in (["help"], ["--help"], ["-h"]):
        print(guide.text())
        return 0
    name, rest = (words[1], ["--help"]) if words[0] in HELP else (words[0], words[1:])
    execute(command(name), rest, name=name)
    return 0


def command(name: str) -> BaseCommand:
    home = get_commands().get(name)
    if home is None:
        raise Refused(_("There is no command “%(name)s”. All commands: nastavnik help") % {"name": name})
    return home if isinstance(home, BaseCommand) else load_command_class(home, name)


def execute(command: BaseCommand, words: list[str], *, name: str) -> None:
    """As `BaseCommand.run_from_argv` does it, but refusals are raised and not printed."""
    parser = command.create_parser("nastavnik", name)
    options: dict[str, Any] = vars(parser.parse_args(words))
    command.execute(*options.pop("args", ()), **options)


def _refuse(refusal: Exception, code: int) -> int:
    print(" ".join(line.strip() for line in str(refusal).splitlines()), file=sys.stderr)
    return code


def _what_ails_the_database() -> str | None:
    """A sentence when the database is out of reach or behind the code; None when the fault is ours."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError:
        return _("The database cannot be reached. Look at NASTAVNIK_DATABASE_URL and whether the server runs.")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return _("The database is not ready for this version. Run first: nastavnik migrate")
    return None
