"""Accounts (`users`), roles in force (`grants`), ways in (`entry`), form tokens (`once`), keys (`keys`),
kept filters of lists (`saved`)."""

from nastavnik.accounts.models.entry import Attempt, Invitation
from nastavnik.accounts.models.grants import Grant
from nastavnik.accounts.models.keys import DataKey
from nastavnik.accounts.models.once import Submission
from nastavnik.accounts.models.saved import SavedView
from nastavnik.accounts.models.users import User

__all__ = ["Attempt", "DataKey", "Grant", "Invitation", "SavedView", "Submission", "User"]
