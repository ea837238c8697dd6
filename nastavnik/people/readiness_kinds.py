"""What a mentor proves before work begins: the kinds of facts, what they are called, of whom each is asked."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from nastavnik.org import reference
from nastavnik.people.models import Participation
from nastavnik.people.standing import NO_CONVICTION, SELECTION, is_from_outside

QUESTIONNAIRE, INTERVIEW, TRAINING = SELECTION
REFERENCES = "references"
#: In the order in which a selection goes. References are asked for where adults are cleared to work with minors.
KINDS = (*SELECTION, NO_CONVICTION, REFERENCES)
#: They are worth something until a day, and it has to be written down.
DATED = frozenset({NO_CONVICTION})
_OWN: dict[str, str | Promise] = {
    QUESTIONNAIRE: pgettext_lazy("readiness", "questionnaire of a candidate"),
    INTERVIEW: pgettext_lazy("readiness", "interview"),
    TRAINING: pgettext_lazy("readiness", "training"),
    NO_CONVICTION: pgettext_lazy("readiness", "certificate of no conviction"),
    REFERENCES: pgettext_lazy("readiness", "references"),
}


def titles() -> dict[str, str]:
    """Code → title of every kind that may be written down: ours, worded and added to by the reference list."""
    known = reference.titles("readiness_facts")
    return {**{code: known.get(code, str(title)) for code, title in _OWN.items()}, **known}


def asked_of(part: Participation) -> tuple[str, ...]:
    """What this mentor needs in order to be ready."""
    return (*SELECTION, NO_CONVICTION) if is_from_outside(part) else SELECTION
