"""G12: every address × method × role × {own, sibling, parent, child, foreign, ended, anonymous}."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.template.base import Template
from django.urls import path

from nastavnik.accounts import permissions
from nastavnik.accounts.permissions import ACTIONS, Action, Where
from nastavnik.accounts.roles import Role
from nastavnik.base.privacy import Class
from nastavnik.base.routes import Address, Rule, addresses, declare, route, rule_of
from nastavnik.roadmaps.models import Roadmap
from tests.architecture.matrix import AGREED, faults, faults_of_many
from tests.architecture.remembering import remember_visitors
from tests.cast import Cast
from tests.matrix_objects import EXAMPLES

# Every address for everybody: the fast tests leave it to the full ones.
pytestmark = pytest.mark.slow

SITE = list(addresses())
AT_ONCE = 8


@pytest.fixture
def blank_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes alone are looked at here; what pages show, the canary reads."""
    monkeypatch.setattr(Template, "render", lambda self, context: "")


@pytest.fixture
def remembered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every visit is rolled back, so the visitors are read once, not at each of many visits."""
    remember_visitors(monkeypatch)


# Both databases answer the same question in the same words of the ORM: PostgreSQL is asked at every third place.
ASKED = SITE if connection.vendor == "sqlite" else SITE[::3]


# The cast and its visitors cost more than one address asks: they come for several.
@pytest.mark.parametrize(
    "first", range(0, len(ASKED), AT_ONCE), ids=lambda first: ASKED[first].name or ASKED[first].path
)
def test_every_address_answers_each_role_as_agreed(
    first: int, cast: Cast, blank_pages: None, remembered: None
) -> None:
    assert faults_of_many(ASKED[first : first + AT_ONCE], cast) == []


def test_the_code_holds_the_agreed_table_and_nothing_more() -> None:
    coded = {(role.value, a.name): where.value for a in ACTIONS.values() for role, where in a.roles.items()}

    assert coded == AGREED


def test_every_routed_model_has_an_example() -> None:
    routed = {rule.model for address in SITE if (rule := rule_of(address.view)) and rule.model}

    assert routed - set(EXAMPLES) == set()


def test_personal_data_cannot_be_declared_to_flow_along_the_tree() -> None:
    with pytest.raises(ValueError, match="does not flow"):
        Action("person.view", "", Class.P2, {Role.DISTRICT_COORDINATOR: Where.BELOW})


# --- Teeth: what is planted here must be found ---------------------------------------------------------


def leaking(request: HttpRequest, uid: str) -> HttpResponse:
    """Looks into the table itself instead of what the user may see."""
    if not request.user.is_authenticated or not Roadmap.objects.filter(uid=uid).exists():
        raise Http404
    return HttpResponse("план")


LEAK = declare(leaking, Rule("holders", ("GET",), "roadmap.view", "", Roadmap, "roadmap.view"))


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("GET",))
def sound(request: HttpRequest, roadmap: Roadmap) -> HttpResponse:
    return HttpResponse("план")


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("leak/<uuid:uid>", LEAK, name="leak"),
    path("sound/<uuid:uid>", sound, name="sound"),
    path("undeclared", undeclared, name="undeclared"),
    path("enter/", declare(undeclared, Rule("anyone", ("GET",))), name="account_login"),
]


@pytest.mark.urls(__name__)
class TestTeeth:
    def test_a_view_that_asks_nobody_is_found(self, cast: Cast) -> None:
        found = list(faults(Address("leak", "leak/<uuid:uid>", LEAK), cast))

        assert {fault.expected for fault in found} == {"hidden", "sign_in"}
        assert {fault.visitor for fault in found} >= {"mentee", "ended", "anonymous", "psychologist"}

    def test_a_sound_view_is_not(self, cast: Cast) -> None:
        assert list(faults(Address("sound", "sound/<uuid:uid>", sound), cast)) == []

    def test_a_role_given_an_action_by_mistake_is_found(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        edit = ACTIONS["roadmap.edit"]
        given = Action(edit.name, edit.title, edit.data_class, {**edit.roles, Role.DIRECTOR: Where.OWN})
        monkeypatch.setitem(permissions.ACTIONS, "roadmap.edit", given)

        found = list(faults(Address("sound", "sound/<uuid:uid>", sound), cast))

        assert {(fault.visitor, fault.place, fault.expected) for fault in found} == {("director", "own", "refused")}

    def test_a_right_that_reaches_too_far_is_found(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        view = ACTIONS["roadmap.view"]
        given = Action(view.name, view.title, view.data_class, {**view.roles, Role.PSYCHOLOGIST: Where.BELOW})
        monkeypatch.setitem(permissions.ACTIONS, "roadmap.view", given)

        found = list(faults(Address("sound", "sound/<uuid:uid>", sound), cast))

        assert {(fault.visitor, fault.place) for fault in found} == {("psychologist", "child")}

    def test_an_address_without_a_rule_is_found(self, cast: Cast) -> None:
        found = list(faults(Address("undeclared", "undeclared", undeclared), cast))

        assert [fault.expected for fault in found] == ["a declared rule"]
