"""Editions of templates: copied from what is in use, rewritten in Word, put in force on a day, withdrawn.

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
from nastavnik.documents.services.telling import tell_below
from nastavnik.documents.stored import canonical
from nastavnik.documents.tree import Document, Malformed
from nastavnik.documents.writers.docx import write_docx
from nastavnik.org.models import Node

DRAFT, PUBLISHED, RETIRED = Template.State.DRAFT, Template.State.PUBLISHED, Template.State.RETIRED
# A day further off is a slip of the pen.
FURTHEST = dt.timedelta(days=731)


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
def copy(node: Node, code: str, *, actor: User, afresh: bool = False, like: Template | None = None) -> Template:
    """A draft of ``node`` with the words in use there; ``afresh``: with those in use above it; ``like``: with those
    of an earlier edition of its own.

    Raises: NotAllowed, UnknownKind; Invalid: a draft of this kind is being prepared already.
    """
    require(actor, "document_template.edit", node)
    own = None if afresh else like or in_force(node, code)
    draft = _draft(node, editions.above(node, code), actor)
    if own is not None:
        draft.base, draft.base_edition, draft.title = own.base, own.base_edition, own.title
        draft.tree, draft.digest = own.tree, own.digest
    save(draft)
    record("document_template.copied", draft, actor=actor, kind=code, edition=draft.edition)
    return draft


def in_force(node: Node, code: str) -> Template | None:
    """The edition of ``node`` itself that is in force today. One query."""
    return Template.objects.filter(node=node, code=code).in_force(timezone.localdate()).first()


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
    """Put a draft in force from ``from_on``, today or later, for new documents of its node and of those below.

    The one that would have held on that day ends on it; where another waits for a later day, that one ends this.
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
    standing = _standing(held)
    _refuse_day(from_on, standing)
    former = next((row for row in standing if _holds(row, from_on)), None)
    if former is not None:
        Template.objects.filter(pk=former.pk).update(to_on=from_on)
    until = next((row.from_on for row in standing if row.from_on and row.from_on > from_on), None)
    changes: dict[str, object] = {"state": PUBLISHED, "from_on": from_on, "to_on": until, "note": note.strip()}
    if caught_up:
        source = editions.above(held.node, held.code)
        changes |= {"base": source.template, "base_edition": source.number}
    held = update(held, version=version, **changes)
    record("document_template.published", held, actor=actor, kind=held.code, edition=held.edition, day=str(from_on))
    tell_below(held, actor=actor)
    return held


def _standing(template: Template) -> list[Template]:
    """The editions of its node and kind that are in force or wait for their day, by their days."""
    rows = Template.objects.filter(node=template.node_id, code=template.code, state=PUBLISHED)
    return list(rows.standing(timezone.localdate()).defer("tree").order_by("from_on", "pk"))


def _holds(row: Template, on: dt.date) -> bool:
    return row.from_on is not None and row.from_on <= on and (row.to_on is None or row.to_on > on)


def _refuse_day(from_on: dt.date, standing: list[Template]) -> None:
    today = timezone.localdate()
    sentence = ""
    if from_on < today:
        sentence = _("Give today or a later day: what was drawn up before keeps its edition.")
    elif from_on > today + FURTHEST:
        sentence = _("Give a day within two years.")
    elif from_on > today:
        rival = next((row for row in standing if row.from_on == from_on), None)
        if rival is not None:
            sentence = _(
                "Edition %(n)s comes into force on this day. Choose another day, or cancel that one first."
            ) % {"n": rival.edition}
    if sentence:
        raise Invalid(fields={"from_on": [sentence]})


@transaction.atomic
def unpublish(template: Template, *, actor: User) -> Template:
    """Take a publication back: before its day at any time, on its first day while no document was drawn up by it.

    The edition before it holds on. The words are a draft again, or are set aside where a newer draft was begun.

    Raises: NotAllowed, WrongTemplateState: it has been in force for days, so that it can be withdrawn only; InUse.
    """
    require(actor, "document_template.edit", template)
    held = _hold(template)
    if held.state != PUBLISHED or held.from_on is None or held.from_on < timezone.localdate():
        raise WrongTemplateState
    if held.papers.exists():
        raise InUse
    state = RETIRED if _others(held, DRAFT) else DRAFT
    former, until = _before(held), held.to_on
    held = update(held, version=held.version, state=state, from_on=None, to_on=None)
    if former is not None:
        Template.objects.filter(pk=former.pk).update(to_on=until)
    record("document_template.unpublished", held, actor=actor, kind=held.code, edition=held.edition)
    return held


def _before(held: Template) -> Template | None:
    """The edition that ``held`` has ended; None where the one before was withdrawn, or there was none."""
    rows = Template.objects.filter(node=held.node_id, code=held.code, to_on=held.from_on).exclude(pk=held.pk)
    last = rows.order_by("-from_on", "-edition").first()
    return last if last is not None and last.state == PUBLISHED else None


@transaction.atomic
def withdraw(template: Template, *, actor: User) -> Template:
    """End an edition in force today: what is in use above its node holds there again, until the day of the next one.

    Raises: NotAllowed, WrongTemplateState.
    """
    require(actor, "document_template.edit", template)
    held, today = _hold(template), timezone.localdate()
    if held.state != PUBLISHED or not _holds(held, today):
        raise WrongTemplateState
    held = update(held, version=held.version, state=RETIRED, to_on=today)
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
    """Undo `set_aside`, or on the same day `withdraw`: later it would rewrite the days between.

    Raises: NotAllowed, WrongTemplateState: another edition has taken its place.
    """
    require(actor, "document_template.edit", template)
    held, today = _hold(template), timezone.localdate()
    if held.state != RETIRED:
        raise WrongTemplateState
    if held.from_on is None:
        if _others(held, DRAFT):
            raise WrongTemplateState
        changes: dict[str, object] = {"state": DRAFT}
    else:
        standing = _standing(held)
        if held.to_on != today or any(_holds(row, today) for row in standing):
            raise WrongTemplateState
        changes = {"state": PUBLISHED, "to_on": standing[0].from_on if standing else None}
    held = update(held, version=held.version, **changes)
    record("document_template.brought_back", held, actor=actor, kind=held.code, edition=held.edition)
    return held


def _others(template: Template, state: str) -> bool:
    rows = Template.objects.filter(node=template.node_id, code=template.code, state=state)
    return rows.exclude(pk=template.pk).exists()


def _hold(template: Template) -> Template:
    """``template`` as it stands; its node's deeds with templates come one after another."""
    Node.objects.select_for_update(no_key=True).get(pk=template.node_id)
    return Template.objects.select_related("node").get(pk=template.pk)
