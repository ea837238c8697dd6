"""The language of templates: a document tree with `{{ name }}`, `{% for %}` and `{% if %}`, and nothing else.

`form` says what a template may ask for, `check` names the place of every fault, `compiled` ties a tree to its form
once, `Compiled.fill` puts data into it. Templates come from strangers: there is no word of the language that calls,
imports, or reaches into an object, and what data bring is never read as a template again. All of it is pure.
"""

from nastavnik.documents.faults import Fault, Place, Refused, Step
from nastavnik.documents.language.compiling import Compiled, check, compiled
from nastavnik.documents.language.fields import COMMON, Field
from nastavnik.documents.language.filling import TooLarge
from nastavnik.documents.language.filters import NAMES as FILTERS
from nastavnik.documents.language.form import Form, HelpRow, Unfilled, Unsuited
from nastavnik.documents.language.values import Wrong
from nastavnik.documents.language.words import CASES, AsWritten, Words

__all__ = [
    "CASES", "COMMON", "FILTERS", "AsWritten", "Compiled", "Fault", "Field", "Form", "HelpRow", "Place", "Refused",
    "Step", "TooLarge", "Unfilled", "Unsuited", "Words", "Wrong", "check", "compiled",
]  # fmt: skip
