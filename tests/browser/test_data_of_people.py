"""The pages on the data of people in a real browser: whole on a desk and on a phone, and axe finds nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from nastavnik.org.services.reference import load
from nastavnik.people import sights
from nastavnik.people.models import Likeness, Person, Representation
from nastavnik.people.services import destruction, likenesses, requests
from tests.browser.hand import Hand, faults_at
from tests.cast import Cast
from tests.people_data import DAY, part, person


def grown(people: Cast) -> dict[str, list[str]]:
    """Who looks at which addresses."""
    load()
    child, adult = (
        person(people.school, "Ветрова", "Алёна"),
        person(people.school, birth_year=1980, user=people.parent),
    )
    part(child, status="in_base", entered_on=DAY)
    part(person(people.school, "Ветрва", "Алена"), status="in_base", entered_on=DAY)
    Representation.objects.create(node=people.school, child=child, adult=adult, relation="father", from_on=DAY)
    old = person(people.school, "Чижов", "Егор")
    Person.objects.filter(pk=old.pk).update(made_at=timezone.now() - dt.timedelta(days=40))
    sights.seen(people.curator, [child], "card")
    asked = requests.ask(child, "copy", "Пришлите всё, что хранится", by_themselves=True, actor=people.parent)
    likenesses.look(people.school)
    act = destruction.run(people.school, None)
    soon = person(people.school, "Осокин", "Тимур")
    Person.objects.filter(pk=soon.pk).update(made_at=timezone.now() - dt.timedelta(days=27))
    pair = Likeness.objects.get()
    return {
        "curator": [
            reverse("people:data"),
            reverse("people:data-request", args=[asked.uid]),
            reverse("people:data-paper", args=[child.uid]),
            reverse("people:card", args=[child.uid]),
            reverse("people:bases"),
            reverse("people:likenesses"),
            reverse("people:likeness", args=[pair.uid]),
            reverse("people:coded"),
        ],
        "data_protection_officer": [
            reverse("people:data-acts"),
            reverse("people:data-act", args=[act.uid]),
            reverse("people:leaks"),
        ],
        "parent": [
            reverse("people:data-ask", args=[child.uid]),
            reverse("people:history", args=[child.uid]),
        ],
    }


def test_every_page_is_whole_on_a_desk_and_on_a_phone(
    people: Cast, enter: Callable[[Any], Hand], site: str, page: Page
) -> None:
    found = []
    for role, addresses in grown(people).items():
        page.context.clear_cookies()
        enter(getattr(people, role))
        for address in addresses:
            for width in (1280, 360):
                found += faults_at(page, site + address, width=width)
    assert found == []
