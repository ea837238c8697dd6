"""What the deeds on the data of people refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class LikenessDecided(DomainError):
    code = "likeness_decided"
    message = _("This pair is decided upon already. Open the list again.")


class NotOneOrganisation(DomainError):
    code = "merge_other_organisation"
    message = _("Only two different cards of one organisation can be joined.")


class StandsForOther(DomainError):
    code = "merge_represents"
    message = _("One of the two is the legal representative of the other: they are two people.")


class ChoiceNeeded(DomainError):
    code = "merge_choice_needed"
    message = _("Both are in the same base of the same year. Choose which of the two entries stays.")


class NotMerged(DomainError):
    code = "not_merged"
    message = _("These cards are not joined any more.")


class LaterMerge(DomainError):
    code = "later_merge"
    message = _("The card was joined with another one since then. Take the later joining apart first.")


class RequestClosed(DomainError):
    code = "data_request_closed"
    message = _("This request is answered already.")


class ExtendedOnce(DomainError):
    code = "data_request_extended"
    message = _("The law lets a term be moved once, and it was moved already.")


class NotExtendable(DomainError):
    code = "data_request_not_extendable"
    message = _("The term of such a request cannot be moved.")


class WordsNeeded(DomainError):
    code = "words_needed"
    message = _("Write the ground in words: whoever asked will read it.")


class NothingToErase(DomainError):
    code = "nothing_to_erase"
    message = _("There is nothing whose time is over.")


class AlreadyErased(DomainError):
    code = "already_erased"
    message = _("These data are destroyed already.")


class TooFewRows(DomainError):
    code = "coded_too_few"
    message = _("The base holds fewer people than may leave the organisation in one set without names.")
