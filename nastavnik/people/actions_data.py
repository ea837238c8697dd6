"""The deeds on the data of people in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "person.exported": _("People's data were taken out as a file"),
    "person.erased": _("The data of a person were destroyed"),
    "seat.listed": _("Seats of the bases were looked at"),
    "person.merged": _("Two cards of one person were joined"),
    "person.parted": _("Two joined cards were taken apart"),
    "likeness.different": _("Two cards were told to be different people"),
    "likeness.reopened": _("A pair of cards waits for a decision again"),
    "likeness.searched": _("Cards of one person were looked for"),
    "data_request.asked": _("A request about own data was made"),
    "data_request.extended": _("The term of a request about own data was moved"),
    "data_request.done": _("A request about own data was carried out"),
    "data_request.refused": _("A request about own data was refused"),
    "data_request.reopened": _("A request about own data was opened again"),
    "erasure.made": _("Data were destroyed by an act"),
    "copy.made": _("A copy of all data of a person was made"),
    "copy.taken": _("A copy of all data of a person was taken"),
    "coded.made": _("A set without names was made"),
    "coded.taken": _("A set without names was taken"),
    "erasure.extract_taken": _("An extract of the journal was taken for an act of destruction"),
    "person.history_viewed": _("It was looked up who saw the card of a person"),
    "leak.reported": _("It was looked up who opened people's data"),
    "leak.alarm": _("Unusually many cards were opened or taken"),
}
