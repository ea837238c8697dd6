"""What people teach about their own words: asked once, remembered for every document of the organisation, mended and
removed by hand. Issued documents keep what they say."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.keyring.fields import blind
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import EditConflict, Invalid
from nastavnik.documents.models import Wording
from nastavnik.org.models import Node

LONGEST = 600
# How long what was removed may come back; after that the words of people are gone for good.
KEPT = dt.timedelta(days=1)


@transaction.atomic
def teach(node: Node, kind: str, text: str, case: str, form: str, *, actor: User) -> Wording:
    """Remember that ``text`` (a person, a position, an organisation) is ``form`` in ``case`` at ``node``.

    What was taught before of the same words gives way.

    Raises:
        NotAllowed: ``actor`` prepares no documents of ``node``.
        Invalid: nothing was typed, or too much.
    """
    require(actor, "document.edit", node)
    said = _said(form)
    if len(text) > LONGEST:
        raise _too_long()
    if kind not in Wording.Kind.values or case not in Wording.Case.values:
        raise Invalid(fields={"form": [_("The program does not ask for such a form. Open the page again.")]})
    index = blind(Wording, "text_index", text, node_id=node.pk)
    known = Wording.objects.select_for_update().filter(node=node, kind=kind, case=case, text_index=index).first()
    held = known or Wording(node=node, kind=kind, case=case)
    held.text, held.removed_at = text, None
    _write(held, said, actor)
    record("document.word_taught", held, actor=actor, node_id=node.pk, kind=str(kind), case=str(case))
    return held


@transaction.atomic
def mend(word: Wording, form: str, *, version: int, actor: User) -> Wording:
    """Say otherwise how a word is inflected.

    Raises: NotAllowed; Invalid: nothing was typed, too much, or it was removed meanwhile; EditConflict.
    """
    require(actor, "document.words", word)
    said, held = _said(form), _hold(word)
    if held.removed_at is not None:
        raise Invalid(fields={"form": [_("This word was removed meanwhile. Open the list again.")]})
    if held.version != version:
        raise EditConflict(theirs=held, mine={"form": said})
    _write(held, said, actor)
    record("document.word_mended", held, actor=actor, node_id=held.node_id, kind=held.kind, case=held.case)
    return held


@transaction.atomic
def remove(word: Wording, *, actor: User) -> Wording:
    """Forget a word: the rules of grammar inflect it again. For a day it may come back; what was removed before that
    goes for good.

    Raises: NotAllowed.
    """
    require(actor, "document.words", word)
    held, now = _hold(word), timezone.now()
    Wording.objects.filter(removed_at__lt=now - KEPT).delete()
    if held.removed_at is None:
        held.removed_at = now
        held.save(update_fields=["removed_at"])
        record("document.word_removed", held, actor=actor, node_id=held.node_id, kind=held.kind, case=held.case)
    return held


@transaction.atomic
def bring_back(word: Wording, *, actor: User) -> Wording:
    """Undo `remove`.

    Raises: NotAllowed.
    """
    require(actor, "document.words", word)
    held = _hold(word)
    if held.removed_at is not None:
        held.removed_at = None
        held.save(update_fields=["removed_at"])
        record("document.word_brought_back", held, actor=actor, node_id=held.node_id, kind=held.kind, case=held.case)
    return held


def _said(form: str) -> str:
    said = " ".join(form.split())
    if not said:
        raise Invalid(fields={"form": [_("Write how it is correct.")]})
    if len(said) > LONGEST:
        raise _too_long()
    return said


def _too_long() -> Invalid:
    return Invalid(fields={"form": [_("This is too long. Give at most 600 letters.")]})


def _write(held: Wording, said: str, actor: User) -> None:
    if held.pk:
        held.version += 1
    held.form, held.taught_by, held.taught_at = said, actor, timezone.now()
    held.save()


def _hold(word: Wording) -> Wording:
    return Wording.objects.select_for_update(of=("self",)).select_related("node").get(pk=word.pk)
