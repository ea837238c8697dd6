"""Letting people in: invitations by letter, codes on paper; each works once, for one person, for a while."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.codes import new_code, read_code
from nastavnik.accounts.keyring import ring
from nastavnik.accounts.models import Grant, Invitation, User
from nastavnik.accounts.models.users import clean_email
from nastavnik.accounts.roles import Duty, Role
from nastavnik.accounts.services.grants import give_role, grantable
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, Invalid, NotAllowed
from nastavnik.base.saving import save
from nastavnik.org.models import Node

LETTER_WORKS = dt.timedelta(hours=72)
PAPER_WORKS = dt.timedelta(days=30)
PLACE = "accounts.Invitation"


class NotWorking(DomainError):
    """Used, expired, taken back, or never issued: to whoever holds it these are one."""

    code = "invitation_not_working"
    message = _("This invitation no longer works. Ask the person who invited you for a new one.")


class AddressTaken(DomainError):
    code = "address_taken"
    message = _("An account with this address exists. Sign in to it first and open the invitation again.")


class AlreadyUsed(DomainError):
    code = "invitation_already_used"
    message = _("This invitation has been used already and cannot be taken back.")


class LetterNeeded(DomainError):
    code = "letter_needed"
    message = _("This person signs in by e-mail and password: a paper code is for people without an address.")


@transaction.atomic
def invite(
    node: Node,
    role: Role,
    *,
    way: Invitation.Way,
    actor: User,
    email: str = "",
    work_name: str = "",
    duties: Iterable[Duty] = (),
    to_on: dt.date | None = None,
    basis: str = "",
) -> Invitation:
    """Issue a way in that gives ``role`` at ``node`` to whoever uses it.

    Raises:
        NotAllowed: ``actor`` may not invite to this role here.
        Invalid: a letter without an address.
    """
    require(actor, "user.invite", node)
    if role not in grantable(actor, node):
        raise NotAllowed(action="user.invite", role=str(role))
    if way == Invitation.Way.LETTER and not clean_email(email):
        raise Invalid(fields={"email": [str(_("A letter needs an address."))]})
    return _issue(
        Invitation(
            way=way,
            email=(clean_email(email) or "") if way == Invitation.Way.LETTER else "",
            work_name=work_name,
            role=role,
            node=node,
            duties=sorted(set(duties)),
            to_on=to_on,
            basis=basis,
            issued_by=actor,
        ),
        actor=actor,
    )


@transaction.atomic
def issue_code(grant: Grant, *, actor: User) -> Invitation:
    """A new paper code for the person of ``grant``, who has no address to sign in by."""
    require(actor, "user.invite", grant)
    if Role(grant.role) not in grantable(actor, grant.node):
        raise NotAllowed(action="user.invite", role=grant.role)
    if grant.user.email or not grant.holds_on(timezone.localdate()):
        raise LetterNeeded
    paper = Invitation(way=Invitation.Way.PAPER, user=grant.user, role=grant.role, node=grant.node, issued_by=actor)
    return _issue(paper, actor=actor)


@transaction.atomic
def take_back(invitation: Invitation, *, actor: User) -> None:
    """Raises: NotAllowed; AlreadyUsed."""
    require(actor, "user.invite", invitation)
    unspent = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if not unspent.update(revoked_at=timezone.now(), sealed=""):
        raise AlreadyUsed
    record("invitation.taken_back", invitation, actor=actor)


def secret_of(invitation: Invitation) -> str:
    """What stands in the link or on the paper, for whoever may see the invitation; "" once it is spent."""
    if not invitation.sealed or not invitation.is_waiting:
        return ""
    return ring.unseal(invitation.sealed, bound_to=f"{PLACE}.{invitation.uid}")


def find(secret: str, way: Invitation.Way) -> Invitation:
    """The waiting invitation of ``secret``. Raises: NotWorking."""
    waiting = Invitation.objects.waiting().select_related("node", "user", "issued_by")
    found = waiting.filter(way=way, digest=_digest(way, secret)).first()
    if found is None:
        raise NotWorking
    return found


@transaction.atomic
def accept_letter(secret: str, *, password: str | None, work_name: str = "", user: User | None = None) -> User:
    """Use the letter: by a new account with ``password``, or by ``user``, who is signed in to its address.

    Raises: NotWorking; AddressTaken: somebody has this address and is not signed in.
    """
    invitation = _spend(secret, Invitation.Way.LETTER)
    holder = User.objects.by_email(invitation.email)
    if holder is not None and (user is None or user.pk != holder.pk):
        raise AddressTaken
    if holder is None:
        holder = User(email=invitation.email, work_name=work_name or invitation.work_name)
        holder.set_password(password)
        save(holder)
    return _welcome(invitation, holder)


@transaction.atomic
def use_code(typed: str) -> User:
    """The account that a paper code lets in; the first code of a person makes it. Raises: NotWorking."""
    invitation = _spend(read_code(typed), Invitation.Way.PAPER)
    holder = invitation.user
    if holder is None:
        holder = User.objects.create_user(work_name=invitation.work_name)
        return _welcome(invitation, holder)
    if not holder.is_active:
        raise NotWorking
    return _close(invitation, holder)


def _issue(invitation: Invitation, *, actor: User) -> Invitation:
    is_letter = invitation.way == Invitation.Way.LETTER
    secret = secrets.token_urlsafe(32) if is_letter else new_code()
    invitation.expires_at = timezone.now() + (LETTER_WORKS if is_letter else PAPER_WORKS)
    invitation.digest = _digest(Invitation.Way(invitation.way), secret if is_letter else read_code(secret))
    invitation.sealed = ring.seal(secret, node_id=None, bound_to=f"{PLACE}.{invitation.uid}")
    save(invitation)
    record("invitation.issued", invitation, actor=actor, role_given=invitation.role, way=invitation.way)
    return invitation


def _spend(secret: str, way: Invitation.Way) -> Invitation:
    """Take the invitation; of two that try at once, one gets it."""
    invitation = find(secret, way)
    now = timezone.now()
    if not Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None).update(used_at=now, sealed=""):
        raise NotWorking
    return invitation


def _welcome(invitation: Invitation, holder: User) -> User:
    """Give the role on behalf of whoever issued the invitation, if they still may."""
    issuer, role = invitation.issued_by, Role(invitation.role)
    if issuer is None or role not in grantable(issuer, invitation.node):
        raise NotWorking
    held = Grant.objects.in_force().filter(user=holder, role=role, node=invitation.node)
    if not held.exists():
        duties = [Duty(duty) for duty in invitation.duties]
        give_role(
            holder, role, invitation.node, actor=issuer, duties=duties, to_on=invitation.to_on, basis=invitation.basis
        )
    return _close(invitation, holder)


def _close(invitation: Invitation, holder: User) -> User:
    Invitation.objects.filter(pk=invitation.pk).update(user=holder)
    record("invitation.used", invitation, actor=holder)
    return holder


def _digest(way: Invitation.Way, secret: str) -> str:
    return ring.digest(secret, node_id=None, bound_to=f"{PLACE}.{way}")
