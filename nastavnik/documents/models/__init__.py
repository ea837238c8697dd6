"""`papers`: documents and their signatures. `register`: the list of files and its numbers. `templates`: editions
of templates that a node keeps. `sets`: packages of local acts, batches. `journals`: long journals on their way.
`wordings`: forms of words people taught.
"""

from nastavnik.documents.models.journals import Journal
from nastavnik.documents.models.papers import (
    ISSUED,
    ON_THE_WAY,
    WRITABLE,
    Paper,
    PaperQuerySet,
    Signing,
    State,
)
from nastavnik.documents.models.register import Case, Counter
from nastavnik.documents.models.sets import Batch, Package
from nastavnik.documents.models.templates import PaperTemplateQuerySet, Template
from nastavnik.documents.models.wordings import Wording

__all__ = [
    "ISSUED",
    "ON_THE_WAY",
    "WRITABLE",
    "Batch",
    "Case",
    "Counter",
    "Journal",
    "Package",
    "Paper",
    "PaperQuerySet",
    "PaperTemplateQuerySet",
    "Signing",
    "State",
    "Template",
    "Wording",
]
