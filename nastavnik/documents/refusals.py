"""What may not be done to a document, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class WrongState(DomainError):
    code = "document_wrong_state"
    message = _("This cannot be done to a document in this state. Its page says what can.")


class UnknownKind(DomainError):
    code = "document_unknown_kind"
    message = _("There is no template of this kind here. Choose one from the list.")


class NumberFromRegister(DomainError):
    code = "document_number_from_register"
    message = _("This document gets its number from the register. Sign it on its own page.")


class NoCase(DomainError):
    code = "document_no_case"
    message = _("No file of the list takes documents of this kind. Open the list of files and add one.")


class TemplateGone(DomainError):
    code = "document_template_gone"
    message = _("The edition of the template that this document was drawn up by is no longer kept. Make it anew.")


class TemplateUnfit(DomainError):
    code = "document_template_unfit"
    message = _(
        "The form of this document has changed, and the edition of the template kept here does not suit it any more."
        " Open the template: its page says what to mend."
    )


class Changed(DomainError):
    code = "document_changed"
    message = _("The kept file is not the one that was issued. Tell the administrator: the store may be damaged.")
