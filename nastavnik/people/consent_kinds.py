"""The purposes of consents (reference list "consent_types"): who signs them, how, and on which form. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

ADULT, MINOR, OWN_ACK = "adult_pd", "minor_rep_pd", "minor_own_ack"
PUBLICATION, TRANSFER, DUTIES, CONTEST = "publication", "transfer_named", "mentor_duties", "contest_pd"
#: In the order in which tables show them.
KINDS: Final = (ADULT, MINOR, OWN_ACK, DUTIES, TRANSFER, PUBLICATION, CONTEST)
#: Without these nothing of a person may be processed: their end is the end of taking part.
PERSONAL_DATA = frozenset({ADULT, MINOR, OWN_ACK})
#: On these the law lets data be kept: a minor's own confirmation goes beside the representative's consent and does
#: not stand for it.
LAWFUL = frozenset({ADULT, MINOR})
OF_MINORS = frozenset({MINOR, OWN_ACK})
#: A worker's consent to more duties is written (article 351.8 of the Labour Code); on the form of publication each
#: line is permitted or forbidden by hand.
ON_PAPER_ONLY = frozenset({DUTIES, PUBLICATION})
#: Asked of whoever they concern; the others are given by those who like to.
MUST: Final = (ADULT, MINOR, OWN_ACK, DUTIES)
#: Signed by the representative while the person is a minor.
_EITHER = frozenset({PUBLICATION, TRANSFER, CONTEST})
_FORMS = {
    ADULT: "consent_adult",
    MINOR: "consent_minor",
    OWN_ACK: "consent_own_ack",
    DUTIES: "consent_duties",
    PUBLICATION: "consent_publication",
}
OWN_ACK_FROM = 14


def signs_representative(kind: str, *, is_adult: bool) -> bool:
    return kind == MINOR or (kind in _EITHER and not is_adult)


def form_of(kind: str, *, is_adult: bool) -> str:
    """The code of the template that prints this purpose."""
    return _FORMS.get(kind) or ("consent_adult" if is_adult else "consent_minor")


def fits_age(kind: str, *, is_adult: bool) -> bool:
    """Whether a person of this age may give it at all."""
    return not is_adult if kind in OF_MINORS else is_adult if kind in (ADULT, DUTIES) else True


def years_on(birthday: dt.date, on: dt.date) -> int:
    return on.year - birthday.year - ((on.month, on.day) < (birthday.month, birthday.day))
