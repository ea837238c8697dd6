"""A new edition changes the words and loses nothing that hangs on them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik import approvals
from nastavnik.approvals.models import Chain, Step
from nastavnik.base.errors import Invalid
from nastavnik.roadmaps.models import Comment, Evidence, Roadmap, RoadmapLine
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import approval, editions, evidence, lines, plans
from tests.plans import BEGIN, END

SIGNED = dt.date(2026, 9, 1)


@pytest.fixture
def approved(cast):
    """A plan of three lines, approved here."""
    made = plans.create_roadmap(cast.school, actor=cast.curator, title="План школы", starts_on=BEGIN, ends_on=END)
    section = made.sections.create(position=0, number="I", title="Подготовка")
    for number, title in enumerate(("Издать приказ", "Собрать согласия", "Провести встречу"), start=1):
        lines.add_line(
            made, actor=cast.curator, title=title, number=str(number), deadline_text="до 1 июня", section=section
        )
    return carry_through(made, cast)


def carry_through(roadmap: Roadmap, cast) -> Roadmap:
    chain = approval.send(roadmap, actor=cast.curator)
    for deed in ("agree", "approve"):
        step = chain.steps.get(state=Step.State.CURRENT)
        if deed == "agree":
            approvals.agree(step, actor=cast.district_coordinator)
        else:
            approvals.approve(step, order_no="7", on=timezone.localdate(), actor=cast.director)
    roadmap.refresh_from_db()
    return roadmap


def titled(roadmap: Roadmap, title: str) -> RoadmapLine:
    return roadmap.lines.get(title=title)


def test_an_edition_is_merged_into_the_living_plan_and_nothing_is_lost(approved, cast):
    order, consents, meeting = approved.lines.order_by("position")
    proof = evidence.prove(order.occurrences.get(), done_on=BEGIN, note="Приказ № 1", actor=cast.curator)
    comment = Comment.objects.create(line=order, author=cast.director, text="Проверить подпись")
    draft = editions.open_edition(approved, actor=cast.curator)
    lines.edit_line(
        titled(draft, "Издать приказ"), version=1, actor=cast.curator, title="Издать приказ о запуске",
        deadline_text="до 1 мая", responsible_text="директор",
    )  # fmt: skip
    lines.remove_line(titled(draft, "Собрать согласия"), actor=cast.curator)
    added = lines.add_line(draft, actor=cast.curator, title="Подвести итоги", section=draft.sections.get())
    seen = editions.edition_comparison(draft)
    assert [line.title for line in seen.added] == ["Подвести итоги"]
    assert [line.title for line in seen.removed] == ["Собрать согласия"]
    assert [(one.new.title, one.is_term_changed) for one in seen.reworded] == [("Издать приказ о запуске", True)]
    approved.refresh_from_db()
    assert [line.title for line in approved.lines.filter(removed_at=None)] == [
        "Издать приказ", "Собрать согласия", "Провести встречу",
    ]  # fmt: skip

    carry_through(draft, cast)

    approved.refresh_from_db()
    draft.refresh_from_db()
    assert (approved.status, approved.edition, draft.status) == (Status.IN_FORCE, 2, Status.ARCHIVED)
    present = list(approved.lines.filter(removed_at=None).order_by("position"))
    assert [line.title for line in present] == ["Издать приказ о запуске", "Провести встречу", "Подвести итоги"]
    assert [line.uid for line in present] == [order.uid, meeting.uid, added.uid]
    assert {line.section.roadmap_id for line in present} == {approved.pk}
    order.refresh_from_db()
    assert order.occurrences.get().due_on == dt.date(2027, 5, 1)
    assert order.occurrences.get().evidence.get() == proof
    assert [party.text for party in order.parties.all()] == ["директор"]
    assert order.revisions.get().values["title"] == "Издать приказ"
    assert order.comments.get() == comment
    assert RoadmapLine.objects.get(pk=consents.pk).removed_at is not None
    assert [row.edition for row in approved.baselines.order_by("pk")] == [1, 2]
    assert not editions.baseline_comparison(approved)
    first = approved.baselines.order_by("pk").first()
    since_first = editions.baseline_comparison(approved, first)
    assert [line.title for line in since_first.added] == ["Подвести итоги"]
    assert Evidence.objects.count() == 1


def test_what_was_corrected_meanwhile_stays_unless_the_edition_changes_it(cast):
    made = plans.create_roadmap(cast.school, actor=cast.curator, title="План", starts_on=BEGIN, ends_on=END)
    line = lines.add_line(made, actor=cast.curator, title="Издать приказ", result="Приказ")
    made = approval.approve_on_paper(made, order_no="1", on=SIGNED, actor=cast.curator)
    draft = editions.open_edition(made, actor=cast.curator)
    lines.edit_line(draft.lines.get(), version=1, actor=cast.curator, title="Издать приказ о запуске")
    lines.edit_line(line, version=line.version, actor=cast.curator, result="Приказ и приложение")
    late = lines.add_line(made, actor=cast.curator, title="Добавлено поправкой")

    approval.approve_on_paper(draft, order_no="2", on=SIGNED, actor=cast.curator)

    line.refresh_from_db()
    assert (line.title, line.result) == ("Издать приказ о запуске", "Приказ и приложение")
    assert RoadmapLine.objects.get(pk=late.pk).removed_at is None
    made.refresh_from_db()
    assert (made.order_no, made.edition, made.approved_here) == ("2", 2, False)


def test_one_edition_at_a_time_and_only_of_a_plan_in_force(approved, cast):
    draft = editions.open_edition(approved, actor=cast.curator)
    with pytest.raises(Invalid):
        editions.open_edition(approved, actor=cast.curator)
    with pytest.raises(editions.NotInForce):
        editions.open_edition(draft, actor=cast.curator)
    with pytest.raises(plans.WrongState):
        plans.put_in_force(draft, actor=cast.curator)


def test_an_edition_whose_plan_is_archived_while_it_is_agreed_goes_along(approved, cast):
    draft = editions.open_edition(approved, actor=cast.curator)
    chain = approval.send(draft, actor=cast.curator)

    plans.archive(approved, actor=cast.curator)

    draft.refresh_from_db()
    chain.refresh_from_db()
    assert (draft.status, chain.state) == (Status.ARCHIVED, Chain.State.WITHDRAWN)


def test_the_living_plan_reads_nothing_of_its_draft(approved, cast):
    draft = editions.open_edition(approved, actor=cast.curator)

    assert draft.lines.count() == approved.lines.count() == 3
    assert set(draft.lines.values_list("uid", flat=True)).isdisjoint(approved.lines.values_list("uid", flat=True))
    assert not Roadmap.objects.living().filter(pk=draft.pk).exists()


def test_what_was_done_to_the_draft_beside_its_words_goes_over_too(approved, cast):
    line = titled(approved, "Издать приказ")
    draft = editions.open_edition(approved, actor=cast.curator)
    copy = titled(draft, "Издать приказ")
    proof = evidence.prove(copy.occurrences.get(), done_on=BEGIN, note="Приказ № 1", actor=cast.curator)
    comment = Comment.objects.create(line=copy, author=cast.director, text="Проверить подпись")
    lines.decide(
        titled(draft, "Собрать согласия"), kind="postponed", basis="Карантин", from_on=BEGIN, actor=cast.curator
    )

    carry_through(draft, cast)

    occurrence = line.occurrences.get()
    assert (occurrence.evidence.get(), occurrence.done_on) == (proof, BEGIN)
    assert line.comments.get() == comment
    assert titled(approved, "Собрать согласия").decisions.get().basis == "Карантин"
