from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "nastavnik.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from nastavnik.audit.actions import name_actions
        from nastavnik.documents import (
            measures,  # noqa: F401 - declares the figure of local acts
            notices,  # noqa: F401 - registers its kinds of notice
            notices_editions,  # noqa: F401 - registers those of new editions of templates
            tasks_batches,  # noqa: F401 - registers the job of documents for a list
            tasks_bin,  # noqa: F401 - empties the bin of drafts by the clock
            tasks_journals,  # noqa: F401 - registers the job of setting long journals
        )
        from nastavnik.documents.services import approval  # noqa: F401 - registers documents as what can be signed

        post_migrate.connect(_index_words, sender=self)
        name_actions(
            {
                "document.drawn_up": _("A document was drawn up"),
                "document.rewritten": _("The document was changed"),
                "document.template_renewed": _("The document was put onto a newer template"),
                "document.removed": _("The document was put into the bin"),
                "document.brought_back": _("The document was brought back from the bin"),
                "document.bin_emptied": _("A draft that nobody brought back left the bin for good"),
                "document.sent": _("The document was sent for agreement"),
                "document.registered": _("The document was registered"),
                "document.ended": _("The document is no longer in force"),
                "document.reinstated": _("The repeal of the document was taken back"),
                "document.viewed": _("A document that names people was looked at"),
                "document.taken": _("A file of the document was taken"),
                "document.batch_taken": _("Files of documents for a list were taken"),
                "document.batch_begun": _("Documents for a list were begun"),
                "document.batch_started": _("Documents for a list are being made"),
                "document.package_begun": _("A package of local acts was begun"),
                "document.package_drawn": _("The documents of a package were made"),
                "document.package_sent": _("The package of local acts was sent for agreement"),
                "document.cases_set_up": _("The usual list of files was set up"),
                "document.case_added": _("A file was added to the list of files"),
                "document.case_changed": _("A file of the list was changed"),
                "document.case_closed": _("A file of the list was closed"),
                "document.case_reopened": _("A file of the list was opened again"),
                "document_template.copied": _("A new edition of a template was begun"),
                "document_template.uploaded": _("The words of a template were put in from a file"),
                "document_template.published": _("An edition of a template was put in force"),
                "document_template.unpublished": _("Putting an edition of a template in force was taken back"),
                "document_template.withdrawn": _("An edition of a template was withdrawn"),
                "document_template.set_aside": _("A draft of a template was set aside"),
                "document_template.brought_back": _("An edition of a template was brought back"),
                "document.scan_added": _("A scan of the signed document was added"),
                "document.signed_simply": _("The document was signed by a simple electronic signature"),
                "document.signature_added": _("A file of an electronic signature was added"),
                "document.signature_withdrawn": _("A signature added by mistake was withdrawn"),
                "document.signature_put_back": _("A withdrawn signature was put back"),
                "document.journal_exported": _("The journal of the register was exported"),
                "document.word_taught": _("How a word is inflected was remembered"),
                "document.word_mended": _("How a word is inflected was mended"),
                "document.word_removed": _("A word that had been taught was removed"),
                "document.word_brought_back": _("A word that had been taught was brought back"),
                "document.words_viewed": _("Words that name people were looked at"),
            }
        )


def _index_words(using: str, **kwargs: Any) -> None:
    """The index over the words of documents lies beside the tables and is made with them."""
    from nastavnik.documents.full_text import PAPERS

    PAPERS.ensure(using)
