"""A new edition of a template comes from above: documents will be drawn up by it, or one's own falls behind."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik import notifications
from nastavnik.accounts.models import User
from nastavnik.base.access import holds
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Template
from nastavnik.notifications.kinds import Context, Told

USE = "document_template.use"


class _OfEditions(notifications.Kind):
    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        """What was taken back or replaced meanwhile is over. 1 query."""
        wanted = [context["edition"] for context in contexts]
        seen = Template.objects.visible_to(user, USE).filter(uid__in=wanted).select_related("node").defer("tree")
        found = {str(row.uid): row for row in seen}
        gone = Told(_("This edition was taken back."), is_over=True) if holds(user, USE) else None
        return [self._told(found[uid]) if uid in found else gone for uid in wanted]

    def _told(self, row: Template) -> Told:
        built, day = TEMPLATES.get(row.code), row.from_on or timezone.localdate()
        words = {
            "who": row.node.short_name,
            "what": built.title if built else row.title,
            "n": row.edition,
            "day": date_format(day, "DATE_FORMAT"),
        }
        return Told(self.sentence(words), is_over=row.to_on is not None and row.to_on <= timezone.localdate())

    def sentence(self, words: dict[str, object]) -> str:
        raise NotImplementedError


@notifications.kind("document.edition_above", subject=gettext_lazy("A template of documents has a new edition"))
class EditionAbove(_OfEditions):
    def sentence(self, words: dict[str, object]) -> str:
        return _("%(who)s, “%(what)s”: documents are drawn up by edition %(n)s from %(day)s.") % words


@notifications.kind("document.edition_to_merge", subject=gettext_lazy("Your own edition of a template falls behind"))
class EditionToMerge(_OfEditions):
    def sentence(self, words: dict[str, object]) -> str:
        return _(
            "%(who)s, “%(what)s”: edition %(n)s from %(day)s. Look at what is new and take in what you need."
        ) % (words)
