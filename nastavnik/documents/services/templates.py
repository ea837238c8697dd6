"""Editions of templates: copied from what is in use, rewritten in Word, put in force, withdrawn.

Documents keep the edition that they were drawn up by, so nothing here touches what was issued.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, EditConflict, Invalid
from nastavnik.base.saving import save, update
from nastavnik.documents import editions
from nastavnik.documents.contents import built_of, digest
from nastavnik.documents.editions import Edition
from nastavnik.documents.language import Fault, Refused, compiled
from nastavnik.documents.models import Template
from nastavnik.documents.reading.child import read_in_child
from nastavnik.documents.stored import canonical
from nastavnik.documents.tree import Document, Malformed
from nastavnik.documents.writers.docx import write_docx
from nastavnik.org.models import Node

DRAFT, PUBLISHED, RETIRED = Template.State.DRAFT, Template.State.PUBLISHED, Template.State.RETIRED


class Faulty(DomainError):
    """``faults`` name every place. Nothing was kept."""

    code = "document_template_faulty"
    message = gettext_lazy("This file cannot become a template yet. Mend the places named and upload it again.")

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults=sorted({fault.code for fault in faults}))
        self.faults = faults


class WrongTemplateState(DomainError):
    code = "document_template_wrong_state"
    message = gettext_lazy("This edition is in another state already. Open the page of the template again.")


class InUse(DomainError):
    code = "document_template_in_use"
    message = gettext_lazy("Documents were drawn up by this edition. Withdraw it, or put a newer one in force.")


@transaction.atomic
def copy(node: Node, code: str, *, actor: User, afresh: bool = False) -> Template:
    """A draft of ``node`` with the words in use there; ``afresh``: with those in use above it.

    Raises: NotAllowed, UnknownKind; Invalid: a draft of this kind is being prepared already.
    """
    require(actor, "document_template.edit", node)
    own = None if afresh else Template.objects.filter(node=node, code=code, state=PUBLISHED).first()
    source = editions.above(node, code)
    draft = _draft(node, source, actor)
    if own is not None:
        draft.base, draft.base_edition, draft.title = own.base, own.base_edition, own.title
        draft.tree, draft.digest = own.tree, own.digest
    save(draft)
    record("document_template.copied", draft, actor=actor, kind=code, edition=draft.edition)
    return draft


def _draft(node: Node, source: Edition, actor: User) -> Template:
    tree = canonical(source.document)
    last = Template.objects.filter(node=node, code=source.code).aggregate(last=Max("edition"))["last"]
    return Template(
        node=node,
        code=source.code,
        edition=(last or 0) + 1,
        title=source.built.title,
        tree=tree,
        digest=digest(tree),
        base=source.template,
        base_edition=source.number,
        made_by=actor,
    )


def read(code: str, file: bytes) -> Document:
    """The template that a DOCX holds, tried with invented data. Takes seconds: outside of any transaction.

    Raises: UnknownKind, Faulty.
    """
    built = built_of(code)
    try:
        document = read_in_child(file)
        write_docx(editions.tried(compiled(document, built.form), built))
    except Refused as refused:
        raise Faulty(refused.faults) from refused
    except Malformed as error:
        raise Faulty((Fault((), "table_malformed"),)) from error
    return document


def upload(template: Template, file: bytes, *, version: int, actor: User) -> Template:
    """Put the words of a DOCX into a draft.

    Raises: NotAllowed, Faulty, WrongTemplateState, EditConflict.
    """
    require(actor, "document_template.edit", template)
    return _kept(template, read(template.code, file), version, actor)


def upload_first(node: Node, code: str, file: bytes, *, actor: User) -> Template:
    """`upload` where no draft has been begun.

    Raises: NotAllowed, UnknownKind, Faulty; Invalid: somebody has begun one meanwhile.
    """
    require(actor, "document_template.edit", node)
    document = read(code, file)
    with transaction.atomic():
        draft = copy(node, code, actor=actor)
        return _kept(draft, document, draft.version, actor)


@transaction.atomic
def _kept(template: Template, document: Document, version: int, actor: User) -> Template:
    held = _hold(template)
    if held.state != DRAFT:
        raise WrongTemplateState
    if held.papers.exists():
        raise InUse  # drawn up at the moment when its publication was taken back
    tree = canonical(document)
    held = update(held, version=version, tree=tree, digest=digest(tree))
    record("document_template.uploaded", held, actor=actor, kind=held.code, edition=held.edition)
    return held


@transaction.atomic
def publish(
    template: Template, *, from_on: dt.date, version: int, actor: User, note: str = "", caught_up: bool = False
) -> Template:
    """Put a draft in force for new documents of its node and of those below; the one before it ends on that day.

    ``caught_up``: what is new above has been looked through, so that the edition is no longer behind it.

    Raises: NotAllowed, WrongTemplateState, EditConflict, Faulty; Invalid: by the names of the fields.
    """
    require(actor, "document_template.edit", template)
    held = _hold(template)
    if held.state != DRAFT:
        raise WrongTemplateState
    if held.version != version:
        raise EditConflict(theirs=held, mine={"note": note, "from_on": from_on})
    built = built_of(held.code)
    if faults := editions.faults_of(Edition(held.code, held).document, built):
        raise Faulty(faults)
    former = Template.objects.filter(node=held.node_id, code=held.code, state=PUBLISHED).first()
    _refuse_day(from_on, former)
    if former is not None:
        Template.objects.filter(pk=former.pk).update(state=RETIRED, to_on=from_on)
    changes: dict[str, object] = {"state": PUBLISHED, "from_on": from_on, "to_on": None, "note": note.strip()}
    if caught_up:
        source = editions.above(held.node, held.code)
        changes |= {"base": source.template, "base_edition": source.number}
    held = update(held, version=version, **changes)
    record("document_template.published", held, actor=actor, kind=held.code, edition=held.edition)
    return held


def _refuse_day(from_on: dt.date, former: Template | None) -> None:
    if from_on > timezone.localdate():
        raise Invalid(fields={"from_on": [_("Give today or an earlier day: an edition begins to work at once.")]})
    if former is not None and former.from_on and from_on < former.from_on:
        sentence = _("The edition in force began later than this. Give its day or a later one.")
        raise Invalid(fields={"from_on": [sentence]})


@transaction.atomic
def unpublish(template: Template, *, actor: User) -> Template:
    """Take a publication back while no document was drawn up by it; the edition before it is in force again.

    Raises: NotAllowed, WrongTemplateState: also where a newer draft has been begun; InUse.
    """
    require(actor, "document_template.edit", template)
    held = _hold(template)
    if held.state != PUBLISHED:
        raise WrongTemplateState
    if held.papers.exists():
        raise InUse
    rows = Template.objects.filter(node=held.node_id, code=held.code, state=RETIRED, from_on__isnull=False)
    former = rows.filter(to_on=held.from_on, edition__lt=held.edition).order_by("-edition").first()
    if _others(held, DRAFT):
        raise WrongTemplateState
    held = update(held, version=held.version, state=DRAFT, from_on=None)
    if former is not None:
        Template.objects.filter(pk=former.pk).update(state=PUBLISHED, to_on=None)
    record("document_template.unpublished", held, actor=actor, kind=held.code, edition=held.edition)
    return held


@transaction.atomic
def withdraw(template: Template, *, actor: User) -> Template:
    """End an edition today: what is in use above its node holds there again.

    Raises: NotAllowed, WrongTemplateState.
    """
    require(actor, "document_template.edit", template)
    held = _hold(template)
    if held.state != PUBLISHED:
        raise WrongTemplateState
    held = update(held, version=held.version, state=RETIRED, to_on=timezone.localdate())
    record("document_template.withdrawn", held, actor=actor, kind=held.code, edition=held.edition)
    return held


@transaction.atomic
def set_aside(template: Template, *, actor: User) -> Template:
    """Stop preparing a draft; it was never in force and may be brought back.

    Raises: NotAllowed, WrongTemplateState.
    """
    require(actor, "document_template.edit", template)
    held = _hold(template)
    if held.state != DRAFT:
        raise WrongTemplateState
    held = update(held, version=held.version, state=RETIRED)
    record("document_template.set_aside", held, actor=actor, kind=held.code, edition=held.edition)
    return held


@transaction.atomic
def bring_back(template: Template, *, actor: User) -> Template:
    """Undo `withdraw` or `set_aside`.

    Raises: NotAllowed, WrongTemplateState: another edition has taken its place.
    """
    require(actor, "document_template.edit", template)
    held = _hold(template)
    target = PUBLISHED if held.from_on else DRAFT
    if held.state != RETIRED or _others(held, target):
        raise WrongTemplateState
    held = update(held, version=held.version, state=target, to_on=None)
    record("document_template.brought_back", held, actor=actor, kind=held.code, edition=held.edition)
    return held


def _others(template: Template, state: str) -> bool:
    rows = Template.objects.filter(node=template.node_id, code=template.code, state=state)
    return rows.exclude(pk=template.pk).exists()


def _hold(template: Template) -> Template:
    """``template`` as it stands; its node's deeds with templates come one after another."""
    Node.objects.select_for_update().get(pk=template.node_id)
    return Template.objects.select_related("node").get(pk=template.pk)
