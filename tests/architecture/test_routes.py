"""Deny by default: an address without a rule neither starts nor answers."""

from __future__ import annotations

import pytest
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from nastavnik.accounts.permissions import ACTIONS
from nastavnik.base.access import ScopedQuerySet
from nastavnik.base.routes import Address, addresses, rule_of
from nastavnik.base.routes_middleware import check_addresses
from tests.architecture.matrix import PARAMETER
from tests.matrix_objects import ARGUMENTS

SITE = list(addresses())


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("undeclared", undeclared, name="undeclared")]


def test_every_address_declares_its_rule() -> None:
    assert check_addresses() == []


@pytest.mark.parametrize("address", SITE, ids=lambda address: address.name or address.path)
def test_every_rule_names_actions_that_exist(address: Address) -> None:
    rule = rule_of(address.view)
    assert rule is not None
    named = {rule.action, rule.write, rule.seen_by} - {""}

    assert named <= set(ACTIONS)
    assert (rule.who == "holders") == bool(rule.action)


@pytest.mark.parametrize("address", SITE, ids=lambda address: address.name or address.path)
def test_every_address_has_a_name_and_known_arguments(address: Address) -> None:
    assert not address.name.endswith(":")
    assert address.name
    assert {name for name in PARAMETER.findall(address.path) if name != "uid"} <= set(ARGUMENTS)


def test_every_routed_model_is_scoped() -> None:
    rules = [rule_of(address.view) for address in SITE]
    routed: set[type[models.Model]] = {rule.model for rule in rules if rule and rule.model}

    assert all(isinstance(model._default_manager.get_queryset(), ScopedQuerySet) for model in routed)


@pytest.mark.urls(__name__)
def test_an_undeclared_address_is_found_and_answers_nobody(db: None) -> None:
    assert [error.id for error in check_addresses()] == ["nastavnik.E001"]
    assert Client().get(reverse("undeclared")).status_code == 404
