"""Documents before they are issued: drawn up, rewritten, put into the bin."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.models import User
from nastavnik.approvals.services import chains
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save, update
from nastavnik.documents import wording
from nastavnik.documents.contents import asked_of, built_of, canonical, is_personal
from nastavnik.documents.editions import templates_in_use
from nastavnik.documents.language.form import Unsuited
from nastavnik.documents.library import Built
from nastavnik.documents.models import WRITABLE, Paper, State, Template
from nastavnik.documents.refusals import WrongState
from nastavnik.documents.texts import writable
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node

SUBJECT = "document"


@transaction.atomic
def draw_up(
    node: Node,
    code: str,
    asked: Mapping[str, Any],
    *,
    actor: User | None,
    title: str = "",
    school_year: int | None = None,
    replaces: Paper | None = None,
    source: tuple[str, uuid.UUID] | None = None,
    maker: User | None = None,
    **of: Any,
) -> Paper:
    """A draft of kind ``code`` by the template in use at ``node``. What is missing may be filled in later.

    ``source`` is the kind and uid of what it tells of (a plan); ``of`` names its package or its batch. Without an
    ``actor`` the platform itself draws it up, such as an act of what it did at night, in the hands of ``maker``.

    Raises:
        NotAllowed: ``actor`` may not draw up documents of ``node``.
        UnknownKind.
        Invalid: an answer does not fit its field.
    """
    if actor is not None:
        require(actor, "document.edit", node)
    built = built_of(code)
    clean = cleaned(built, asked)
    template = template_in_use(node, code)
    personal = is_personal(built, clean)
    paper = Paper(
        node=node,
        code=code,
        title=title_for(built, title, personal),
        template=template,
        edition=template.edition if template else built.edition,
        payload=canonical({"asked": clean, "frame": {}}),
        is_personal=personal,
        school_year=school_year or school_year_of(timezone.localdate()).start_year,
        replaces=replaces,
        made_by=actor or maker,
        **({"source_kind": source[0], "source_uid": source[1]} if source else {}),
        **of,
    )
    save(paper)
    record("document.drawn_up", paper, actor=actor, kind=code)
    return paper


@transaction.atomic
def rewrite(paper: Paper, asked: Mapping[str, Any], *, version: int, actor: User, title: str = "") -> Paper:
    """Give other answers.

    Raises: NotAllowed, WrongState, EditConflict, Invalid.
    """
    require(actor, "document.edit", paper)
    held = hold(paper)
    if held.state not in WRITABLE or held.removed_at is not None:
        raise WrongState
    built = built_of(held.code)
    clean = cleaned(built, asked)
    personal = is_personal(built, clean)
    held = update(held, version=version, title=title_for(built, title, personal), is_personal=personal)
    held.payload = canonical({"asked": clean, "frame": {}})
    held.save(update_fields=["payload"])
    record("document.rewritten", held, actor=actor)
    return held


@transaction.atomic
def use_newest(paper: Paper, *, actor: User) -> Paper:
    """Put a draft onto the edition of its template that is in use now.

    Raises: NotAllowed, WrongState.
    """
    require(actor, "document.edit", paper)
    held = hold(paper)
    if held.state not in WRITABLE or held.removed_at is not None:
        raise WrongState
    template = template_in_use(held.node, held.code)
    held.template, held.edition = template, template.edition if template else built_of(held.code).edition
    held.save(update_fields=["template", "edition"])
    record("document.template_renewed", held, actor=actor, edition=held.edition)
    return held


@transaction.atomic
def new_edition(paper: Paper, *, actor: User) -> Paper:
    """A draft with the same answers that will replace ``paper`` when it is issued; one begun already is given again.

    Raises: NotAllowed, WrongState.
    """
    require(actor, "document.edit", paper)
    held = hold(paper)
    if held.state != State.REGISTERED:
        raise WrongState
    begun = Paper.objects.living().filter(replaces=held, check_code=None).order_by("-pk").first()
    if begun is not None:
        return begun
    source = (held.source_kind, held.source_uid) if held.source_uid else None
    return draw_up(held.node, held.code, asked_of(held), actor=actor, title=held.title, replaces=held, source=source)


@transaction.atomic
def remove(paper: Paper, *, actor: User) -> Paper:
    """Put a draft into the bin; an issued document is repealed instead.

    Raises: NotAllowed, WrongState.
    """
    require(actor, "document.edit", paper)
    chains.hold_running(SUBJECT, paper.uid)
    held = hold(paper)
    if held.is_issued:
        raise WrongState
    chains.withdraw_subject(SUBJECT, held.uid, actor=actor)
    held.refresh_from_db()
    held.removed_at = timezone.now()
    held.save(update_fields=["removed_at"])
    record("document.removed", held, actor=actor)
    return held


@transaction.atomic
def bring_back(paper: Paper, *, actor: User) -> Paper:
    """Raises: NotAllowed."""
    require(actor, "document.edit", paper)
    held = hold(paper)
    held.removed_at = None
    held.save(update_fields=["removed_at"])
    record("document.brought_back", held, actor=actor)
    return held


def hold(paper: Paper) -> Paper:
    """``paper`` as it stands, held until the end of the transaction. Whoever holds its round too holds that first."""
    return Paper.objects.select_for_update(of=("self",)).select_related("node", "template", "case").get(pk=paper.pk)


def template_in_use(node: Node, code: str) -> Template | None:
    """The published edition of ``node`` or of the nearest above it; None: the product's own. One query."""
    return templates_in_use(node, [code]).get(code)


def cleaned(built: Built, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Raises: Invalid: by the names of the fields."""
    try:
        return built.form.clean(asked)
    except Unsuited as error:
        raise Invalid(
            fields={name: [wording.wrong(each) for each in wrongs] for name, wrongs in error.wrongs.items()}
        ) from error


def title_for(built: Built, title: str, personal: bool) -> str:
    """A title stands in lists and journals: that of a document about people is the kind's own, whatever was typed."""
    title = " ".join(writable(title).split())
    if len(title) > 500:
        raise Invalid(fields={"title": [_("The title is too long. Give at most 500 letters.")]})
    return built.about if personal or not title else title
