"""The product's own templates, by the codes of the reference list "document_templates". Pure.

A module holds one group as builders of trees with places to fill in their words; `layout` what they share (ГОСТ Р
7.0.97-2025): the head of the form, the stamp of approval, requisites, signatures, marks of appendices.
"""

from __future__ import annotations

from types import MappingProxyType

from nastavnik.documents.library.built import Approval, Built, Group
from nastavnik.documents.library.consents import CONSENTS
from nastavnik.documents.library.contest import CONTEST
from nastavnik.documents.library.correspondence import CORRESPONDENCE
from nastavnik.documents.library.duties import DUTIES
from nastavnik.documents.library.erasure import ERASURE
from nastavnik.documents.library.letters import LETTERS
from nastavnik.documents.library.minutes import MINUTES
from nastavnik.documents.library.orders import ORDERS
from nastavnik.documents.library.orders_district import DISTRICT_ORDERS
from nastavnik.documents.library.orders_work import WORK_ORDERS
from nastavnik.documents.library.own_ack import OWN_ACK
from nastavnik.documents.library.partners import PARTNERS
from nastavnik.documents.library.programme import PROGRAMME
from nastavnik.documents.library.publication import PUBLICATION
from nastavnik.documents.library.regulation_learners import REGULATION_LEARNERS
from nastavnik.documents.library.regulation_teachers import REGULATION_TEACHERS
from nastavnik.documents.library.roadmap import ROADMAP
from nastavnik.documents.library.sheets import SHEETS
from nastavnik.documents.library.supporting_acts import SUPPORTING_ACTS
from nastavnik.documents.library.typical import TYPICAL

_MODULES: tuple[tuple[Built, ...], ...] = (
    ORDERS,
    WORK_ORDERS,
    DISTRICT_ORDERS,
    MINUTES,
    CONSENTS,
    OWN_ACK,
    PUBLICATION,
    DUTIES,
    LETTERS,
    PARTNERS,
    CONTEST,
    PROGRAMME,
    REGULATION_LEARNERS,
    REGULATION_TEACHERS,
    SUPPORTING_ACTS,
    TYPICAL,
    CORRESPONDENCE,
    ERASURE,
    ROADMAP,
    SHEETS,
)
TEMPLATES = MappingProxyType({built.code: built for module in _MODULES for built in module})

__all__ = ["TEMPLATES", "Approval", "Built", "Group"]
