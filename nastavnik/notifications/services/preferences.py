"""How a user wants to be told: chosen by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save
from nastavnik.notifications.hours import Hours
from nastavnik.notifications.models import Preference
from nastavnik.notifications.queries import preferences_of


def preference_of(user: User) -> Preference:
    """The user's own choice, or what holds without one. One query."""
    return preferences_of([user.pk])[user.pk]


@transaction.atomic
def choose(actor: User, *, letters: bool, hours: Hours, ways: Mapping[str, str]) -> Preference:
    """Keep what ``actor`` wants for their own notices; letters that wait already keep their moment.

    Raises:
        Invalid: the letter of the day would fall into the quiet hours.
    """
    if letters and hours.is_quiet(hours.digest):
        sentence = _("At this hour you want no letters. Choose another hour or shorten the quiet time.")
        raise Invalid(fields={"digest_hour": [str(sentence)]})
    chosen = preference_of(actor)
    chosen.letters = letters
    chosen.digest_hour, chosen.quiet_from, chosen.quiet_to = hours.digest, hours.quiet_from, hours.quiet_to
    chosen.ways = {kind: way for kind, way in sorted(ways.items()) if way != Preference.Way.LETTER}
    saved = save(chosen)
    record("notices.preference_chosen", actor, actor=actor)
    return saved
