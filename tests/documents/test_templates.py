"""Templates changed in Word: what breaks one is refused by place, what was drawn up by one keeps its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.documents import editions
from nastavnik.documents.contents import digest, put_together
from nastavnik.documents.editions import Edition
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Template
from nastavnik.documents.services import drafts, templates
from nastavnik.documents.services.templates import Faulty, InUse, WrongTemplateState
from nastavnik.documents.stored import canonical
from nastavnik.documents.tree import Document, Paragraph, Run
from nastavnik.documents.writers.docx import write_docx
from nastavnik.org.models import Node
from tests.cast import Cast
from tests.documents.papers import order, signed, with_head

pytestmark = pytest.mark.django_db

CODE = "order_curator"
TODAY = timezone.localdate()
STATE = Template.State


def with_words(*words: str, code: str = CODE) -> Document:
    """The product's template with paragraphs put at its end."""
    document = TEMPLATES[code].document
    return replace(document, blocks=(*document.blocks, *(Paragraph((Run(text),)) for text in words)))


def published(node: Node, code: str = CODE, edition: int = 1, **values: Any) -> Template:
    """An edition in force, as the services would have left it."""
    tree = canonical(with_words(f"Редакция {edition}", code=code))
    built = TEMPLATES[code]
    told = {"base_edition": built.edition, "state": STATE.PUBLISHED, "from_on": dt.date(2026, 9, 1)} | values
    return Template.objects.create(
        node=node, code=code, edition=edition, title=built.title, tree=tree, digest=digest(tree), **told
    )


def said(paper: Any) -> str:
    return " ".join(block.text for block in put_together(paper).document.blocks if isinstance(block, Paragraph))


def test_a_region_rewrites_a_template_and_puts_it_in_force_for_those_below(cast: Cast):
    with_head(cast)
    old = order(cast)
    draft = templates.copy(cast.region, CODE, actor=cast.regional_operator)
    file = write_docx(with_words("Ознакомить с приказом под подпись {{ curator|accs }}."))
    draft = templates.upload(draft, file, version=draft.version, actor=cast.regional_operator)
    assert drafts.template_in_use(cast.school, CODE) is None

    edition = templates.publish(draft, from_on=TODAY, version=draft.version, actor=cast.regional_operator)

    assert drafts.template_in_use(cast.school, CODE) == edition
    assert drafts.template_in_use(cast.other_school, CODE) is None
    assert "под подпись Белову Анну Сергеевну" in said(order(cast))
    assert "под подпись" not in said(old)
    deeds = [event.action for event in Event.objects.filter(action__startswith="document_template.").order_by("pk")]
    assert deeds == ["document_template.copied", "document_template.uploaded", "document_template.published"]


def test_a_file_that_breaks_the_template_is_refused_by_place_and_nothing_changes(cast: Cast):
    draft = templates.copy(cast.region, CODE, actor=cast.regional_operator)
    before = draft.tree
    file = write_docx(with_words("{{ curator.__class__ }}", "{{ kurator }} и {% if term %}"))

    with pytest.raises(Faulty) as refused:
        templates.upload(draft, file, version=draft.version, actor=cast.regional_operator)

    count = sum(isinstance(block, Paragraph) for block in TEMPLATES[CODE].document.blocks)
    assert [(fault.code, fault.place[0].kind, fault.place[0].number - count) for fault in refused.value.faults] == [
        ("no_member", "paragraph", 1),
        ("no_name_near", "paragraph", 2),
        ("not_closed", "paragraph", 2),
    ]
    draft.refresh_from_db()
    assert (draft.tree, draft.version) == (before, 1)


def test_a_document_keeps_the_edition_that_it_was_drawn_up_by(cast: Cast):
    with_head(cast)
    first = published(cast.region)
    paper = signed(cast)
    second = templates.copy(cast.region, CODE, actor=cast.regional_operator)
    templates.publish(second, from_on=TODAY, version=1, actor=cast.regional_operator)

    first.refresh_from_db()
    paper.refresh_from_db()
    assert (first.state, first.to_on) == (STATE.PUBLISHED, TODAY)
    assert (paper.template, paper.edition) == (first, 1)
    assert "Редакция 1" in said(paper)
    assert order(cast).template == second


def test_an_edition_is_withdrawn_and_brought_back(cast: Cast):
    regional, own = published(cast.region), published(cast.school)
    assert drafts.template_in_use(cast.school, CODE) == own

    templates.withdraw(own, actor=cast.director)
    assert drafts.template_in_use(cast.school, CODE) == regional
    templates.bring_back(own, actor=cast.director)
    assert drafts.template_in_use(cast.school, CODE) == own

    draft = templates.set_aside(templates.copy(cast.school, CODE, actor=cast.director), actor=cast.director)
    other = templates.copy(cast.school, CODE, actor=cast.director)
    with pytest.raises(WrongTemplateState):
        templates.bring_back(draft, actor=cast.director)
    templates.set_aside(other, actor=cast.director)
    assert templates.bring_back(draft, actor=cast.director).state == STATE.DRAFT


def test_publishing_is_taken_back_while_nothing_was_drawn_up(cast: Cast):
    first = published(cast.school)
    second = templates.copy(cast.school, CODE, actor=cast.director)
    second = templates.publish(second, from_on=TODAY, version=1, actor=cast.director)

    second = templates.unpublish(second, actor=cast.director)
    first.refresh_from_db()
    assert (first.state, first.to_on, second.state) == (STATE.PUBLISHED, None, STATE.DRAFT)

    second = templates.publish(second, from_on=TODAY, version=second.version, actor=cast.director)
    order(cast)
    with pytest.raises(InUse):
        templates.unpublish(second, actor=cast.director)


def test_what_may_not_be_published(cast: Cast):
    published(cast.school, from_on=TODAY - dt.timedelta(days=3))
    draft = templates.copy(cast.school, CODE, actor=cast.director)
    with pytest.raises(Invalid):
        templates.copy(cast.school, CODE, actor=cast.director)
    for day in (TODAY - dt.timedelta(days=1), TODAY + templates.FURTHEST + dt.timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            templates.publish(draft, from_on=day, version=1, actor=cast.director)
        assert list(refused.value.fields) == ["from_on"]
    with pytest.raises(EditConflict):
        templates.publish(draft, from_on=TODAY, version=7, actor=cast.director)
    with pytest.raises(NotAllowed):
        templates.publish(draft, from_on=TODAY, version=1, actor=cast.curator)
    with pytest.raises(NotAllowed):
        templates.copy(cast.school, "order_launch", actor=cast.regional_operator)
    Template.objects.filter(pk=draft.pk).update(tree=canonical(Document("", (Paragraph((Run("Пусто"),)),))))
    with pytest.raises(Faulty):
        templates.publish(draft, from_on=TODAY, version=1, actor=cast.director)


def test_an_edition_falls_behind_when_what_it_was_copied_from_is_replaced(cast: Cast):
    newest = TEMPLATES[CODE].edition
    region = published(cast.region)
    rows = {
        "as the product": published(cast.other_school, base_edition=newest),
        "before the product": published(cast.other_district, base_edition=newest - 1),
        "as the region": published(cast.school, base=region, base_edition=1),
        "past the region": published(cast.sibling_school, base_edition=newest),
    }
    behind = dict(editions.with_lag(Template.objects.all()).values_list("pk", "is_behind"))
    # The other school was copied from the product, and the district over it has an edition of its own.
    assert {name: behind[row.pk] for name, row in rows.items()} == {
        "as the product": True, "before the product": True, "as the region": False, "past the region": True,
    }  # fmt: skip

    draft = templates.copy(cast.sibling_school, CODE, actor=director_of(cast))
    assert draft.base_edition == newest
    told = templates.publish(draft, from_on=TODAY, version=1, actor=director_of(cast), caught_up=True)
    assert not editions.with_lag(Template.objects.filter(pk=told.pk)).get().is_behind


def director_of(cast: Cast) -> Any:
    from nastavnik.accounts.models import Grant
    from nastavnik.accounts.roles import Role

    Grant.objects.filter(user=cast.sibling_curator).update(role=Role.DIRECTOR)
    return cast.sibling_curator


def test_every_template_of_the_product_has_a_sample():
    for code in TEMPLATES:
        assert editions.sample(Edition(code)).header[0].text == "ОБРАЗЕЦ"
