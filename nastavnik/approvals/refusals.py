"""Why a decision was not taken, in sentences that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError


class AlreadyDecided(DomainError):
    code = "approval_already_decided"
    message = _("Somebody has decided this step before you. Nothing was changed; open the plan to see the decision.")


class TakenBack(DomainError):
    code = "approval_taken_back"
    message = _("Those who sent this have taken it back. It will come again if it is sent anew.")


class RemarkMissing(DomainError):
    code = "approval_remark_missing"
    message = _("Say what is to be mended: write at least one remark.")


class RouteIncomplete(DomainError):
    code = "approval_route_incomplete"
    message = _("The route ends with one approval, and only there. Put the approving step last.")


class PlaceOutOfLine(DomainError):
    code = "approval_place_out_of_line"
    message = _("A step is decided by the organisation itself or by a territory above it. Choose one of them.")


class WrongKind(DomainError):
    code = "approval_wrong_kind"
    message = _("This step is decided in another way. Open it again.")
