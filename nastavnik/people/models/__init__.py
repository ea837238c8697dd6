"""`persons`: who they are and what they take part in. `consents`: what they agreed to. `readiness`: what mentors
proved. `intake`: tables on their way into a base. `likenesses`: two cards of one person. `partners`, `showcase`: whom
an organisation works with and mentors whom others may ask for. `requests`: what people ask about their own data.
`counts`: what is known only as a number.
"""

from nastavnik.people.models.consents import Consent, ConsentBatch, ScanBatch, ScanPage, SigningCode
from nastavnik.people.models.counts import AccessMeasure, CategoryCount
from nastavnik.people.models.intake import ColumnMemory, Intake, IntakePiece
from nastavnik.people.models.likenesses import Likeness, Merge
from nastavnik.people.models.partners import Offer, Partner, PartnerEffort, PartnerReview
from nastavnik.people.models.persons import Care, Group, Participation, Person, Representation, Settings, StaffCard
from nastavnik.people.models.readiness import ReadinessFact, Safeguard
from nastavnik.people.models.requests import DataRequest, ErasedPerson, Erasure, Taking
from nastavnik.people.models.showcase import MentorAsk, PublishedCard, PublishedWord

__all__ = [
    "AccessMeasure",
    "Care",
    "CategoryCount",
    "ColumnMemory",
    "Consent",
    "ConsentBatch",
    "DataRequest",
    "ErasedPerson",
    "Erasure",
    "Group",
    "Intake",
    "IntakePiece",
    "Likeness",
    "MentorAsk",
    "Merge",
    "Offer",
    "Participation",
    "Partner",
    "PartnerEffort",
    "PartnerReview",
    "Person",
    "PublishedCard",
    "PublishedWord",
    "ReadinessFact",
    "Representation",
    "Safeguard",
    "ScanBatch",
    "ScanPage",
    "Settings",
    "SigningCode",
    "StaffCard",
    "Taking",
]
