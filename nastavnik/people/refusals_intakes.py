"""What the deeds on loaded tables refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError
from nastavnik.people.registers.sentences import say_unreadable

#: Why a table was not read, beside what `registers.sheets` refuses.
STOPPED = _("Reading was stopped. Load the table again.")


class TableRefused(DomainError):
    code = "intake_refused"

    def __init__(self, why: str) -> None:
        super().__init__(why_refused(why), why=why)


class NotReady(DomainError):
    code = "intake_not_ready"
    message = _("This table is not waiting for this any more. Open it again.")


class NothingToAccept(DomainError):
    code = "intake_nothing"
    message = _("No row of the table would add or change anything.")


class ColumnsMissing(DomainError):
    code = "intake_columns"
    message = _("Say which columns hold the name and, where the table has them, the contacts and the birth.")


class ColumnTwice(DomainError):
    code = "intake_column_twice"
    message = _("One column of the base was chosen for two columns of the table. Leave one of them out.")


class GroundMissing(DomainError):
    code = "intake_ground"
    message = _("Write the day on which the consents were signed and where the papers lie.")


class TooLateToUndo(DomainError):
    code = "intake_undo_late"
    message = _("A table can be taken back for 24 hours after it was accepted.")


class BegunAlready(DomainError):
    code = "intake_begun"
    message = _("A part of the table is in the base already. Accept the rest, then the whole can be taken back.")


class NoSuchRow(DomainError):
    code = "intake_no_row"
    message = _("There is no such row in this table any more. Open the table again.")


def why_refused(code: str) -> str:
    return str(STOPPED) if code == "stopped" else say_unreadable(code)
