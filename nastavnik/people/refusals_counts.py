"""What the deeds on counts of categories and measures of accessibility refuse, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class CountsMoved(DomainError):
    code = "counts_moved"
    message = _("Somebody typed in other numbers meanwhile. Look at them and save once more.")


class DayTaken(DomainError):
    code = "count_day_taken"
    message = _("Another number of this category stands for this day. Remove it first.")


class NothingToWrite(DomainError):
    code = "access_list_empty"
    message = _("The check list is empty: there is nothing to make a document of. Choose measures first.")


class OnItsWay(DomainError):
    code = "access_paper_on_its_way"
    message = _("The document is being agreed. Call it back, or wait until it comes back, and then change it.")
