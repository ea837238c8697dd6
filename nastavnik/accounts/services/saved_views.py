"""Views of lists: kept, renamed, shared, opened by default, removed and brought back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import SavedView, User
from nastavnik.accounts.models.saved import SavedViewQuerySet
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.saving import save
from nastavnik.org.models import Node

MOST_OF_A_PAGE = 50


class NothingChosen(DomainError):
    code = "saved_view_empty"
    message = _("Nothing is chosen on this list yet. Choose filters first, then save the view.")


class TooManyViews(DomainError):
    code = "saved_view_too_many"
    message = _("You have 50 views of this list already. Remove one that you no longer need.")


def views_of(user: User, page: str) -> list[SavedView]:
    """The views of ``page`` that ``user`` may open where they act: their own first, then shared ones. One query."""
    found = SavedView.objects.visible_to(user, "saved_view.use").present().filter(page=page)
    return sorted(found, key=lambda view: (view.user_id != user.pk, view.name.casefold(), view.pk))


@transaction.atomic
def keep_view(
    node: Node, *, page: str, name: str, query: str, actor: User, is_shared: bool = False, is_default: bool = False
) -> SavedView:
    """Keep ``query`` of the list ``page`` under ``name``.

    Raises:
        NotAllowed: ``actor`` does not act at ``node``.
        NothingChosen, TooManyViews.
        Invalid: the name is taken, missing or too long.
    """
    if not Node.objects.visible_to(actor, "saved_view.use").filter(pk=node.pk).exists():
        raise NotAllowed(action="saved_view.use")
    if not query:
        raise NothingChosen
    own = SavedView.objects.present().filter(user=actor, node=node, page=page)
    if own.count() >= MOST_OF_A_PAGE:
        raise TooManyViews
    if is_default:
        own.update(is_default=False)
    view = SavedView(user=actor, node=node, page=page, query=query, is_shared=is_shared, is_default=is_default)
    view.name = name.strip()
    save(view)
    record("saved_view.kept", view, actor=actor, node_id=node.pk, page=page, shared=int(is_shared))
    return view


@transaction.atomic
def change_view(view: SavedView, *, name: str, is_shared: bool, is_default: bool, actor: User) -> SavedView:
    """Another name, seen by colleagues or not, opened by default or not.

    Raises:
        NotAllowed: it is somebody else's.
        Invalid: the name is taken or missing.
    """
    require(actor, "saved_view.edit", view)
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if is_default:
        _same_place(view).update(is_default=False)
    view.name, view.is_shared, view.is_default = name.strip(), is_shared, is_default
    save(view)
    record("saved_view.changed", view, actor=actor, node_id=view.node_id, shared=int(is_shared))
    return view


@transaction.atomic
def remove_view(view: SavedView, *, actor: User) -> None:
    require(actor, "saved_view.edit", view)
    SavedView.objects.filter(pk=view.pk).update(removed_at=timezone.now())
    record("saved_view.removed", view, actor=actor, node_id=view.node_id)


@transaction.atomic
def restore_view(view: SavedView, *, actor: User) -> SavedView:
    """Undo a removal. What took its name or its place in the meantime keeps it.

    Raises:
        NotAllowed, Invalid (another view bears the name now).
    """
    require(actor, "saved_view.edit", view)
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if _same_place(view).filter(is_default=True).exists():
        view.is_default = False
    view.removed_at = None
    save(view)
    record("saved_view.restored", view, actor=actor, node_id=view.node_id)
    return view


def _same_place(view: SavedView) -> SavedViewQuerySet:
    return (
        SavedView.objects.present().filter(user=view.user_id, node=view.node_id, page=view.page).exclude(pk=view.pk)
    )
