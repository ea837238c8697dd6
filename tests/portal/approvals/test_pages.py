"""Agreement through the browser's eyes: what waits, looking a plan through, the way of a plan."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik import approvals
from nastavnik.approvals.models import Chain, Deputy, Remark, Step
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import approval, lines, plans
from tests.plans import BEGIN, END

# Whole ways through the pages, several requests each: the fast tests leave them to the full ones.
pytestmark = pytest.mark.slow


@pytest.fixture
def browse():
    """``browse(user)`` gives a client that is signed in."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def make(cast):
    """``make()`` writes a plan of the school with two lines."""

    def plan(title: str = "План школы") -> Roadmap:
        made = plans.create_roadmap(cast.school, actor=cast.curator, title=title, starts_on=BEGIN, ends_on=END)
        for number, activity in enumerate(("Издать приказ", "Собрать согласия"), start=1):
            lines.add_line(made, actor=cast.curator, title=activity, number=str(number), deadline_text="до 1 мая")
        return made

    return plan


def current(chain: Chain) -> Step:
    return chain.steps.get(state=Step.State.CURRENT)


def approved(roadmap: Roadmap, cast) -> Roadmap:
    chain = approval.send(roadmap, actor=cast.curator)
    approvals.agree(current(chain), actor=cast.district_coordinator)
    approvals.approve(current(chain), order_no="7", on=timezone.localdate(), actor=cast.director)
    roadmap.refresh_from_db()
    return roadmap


def text_of(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def test_the_route_is_shown_and_the_plan_goes_along_what_was_kept(make, cast, browse):
    roadmap, curator = make(), browse(cast.curator)
    address = reverse("roadmaps:send", args=[roadmap.uid])
    page = text_of(curator.get(address))
    assert cast.director.work_name in page
    assert cast.district_coordinator.work_name in page

    forms = {"steps-TOTAL_FORMS": "4", "steps-INITIAL_FORMS": "3"}
    rows = (
        ("", "agree", "", cast.district),
        ("on", "minutes", "Педсовет", cast.school),
        ("on", "approve", "Директор", cast.school),
        ("on", "agree", "Центр", cast.region),
    )
    for at, (use, kind, title, node) in enumerate(rows):
        forms |= {f"steps-{at}-kind": kind, f"steps-{at}-title": title, f"steps-{at}-node": str(node.uid)}
        forms |= {f"steps-{at}-use": use} if use else {}
    answer = curator.post(address, forms)

    assert answer.status_code == 302
    sent = (
        Step.objects.filter(chain__subject_uid=roadmap.uid).order_by("position").values_list("kind", "title", "node")
    )
    assert list(sent) == [
        ("minutes", "Педсовет", cast.school.pk), ("agree", "Центр", cast.region.pk),
        ("approve", "Директор", cast.school.pk),
    ]  # fmt: skip


def test_agreeing_opens_the_next_plan_and_the_last_one_the_empty_list(make, cast, browse):
    first, second = (approval.send(make(title), actor=cast.curator) for title in ("Первый", "Второй"))
    coordinator = browse(cast.district_coordinator)
    queue = text_of(coordinator.get(reverse("approvals:queue")))
    assert queue.index("Первый") < queue.index("Второй")
    assert queue.count(f'{current(first).title} <span class="muted">') == 1  # the step once, not in each row

    answer = coordinator.post(reverse("approvals:review", args=[current(first).uid]), {"deed": "agree"})
    assert answer["Location"] == reverse("approvals:review", args=[current(second).uid])
    answer = coordinator.post(answer["Location"], {"deed": "agree"})
    assert answer["Location"] == reverse("approvals:queue")

    assert "Ничего не ждёт вашего решения" in text_of(coordinator.get(answer["Location"]))


def test_a_plan_is_returned_with_remarks_to_its_lines_and_no_others(make, cast, browse):
    roadmap, foreign = make(), make("Чужой")
    line, other = roadmap.lines.order_by("position").first(), foreign.lines.first()
    step = current(approval.send(roadmap, actor=cast.curator))
    address = reverse("approvals:review", args=[step.uid])
    coordinator = browse(cast.district_coordinator)

    assert coordinator.post(address, {"deed": "return"}).status_code == 302
    step.refresh_from_db()
    assert step.state == Step.State.CURRENT
    words = {f"remark-{line.uid}": "Назовите номер", f"remark-{other.uid}": "Мимо", "remark": "", "remark-x": "?"}
    coordinator.post(address, {"deed": "keep", **words})
    coordinator.post(address, {"deed": "return"})

    assert [(row.place, row.text) for row in Remark.objects.all()] == [(line.uid, "Назовите номер")]
    roadmap.refresh_from_db()
    assert roadmap.status == Status.RETURNED
    curator = browse(cast.curator)
    assert "Назовите номер" in text_of(curator.get(reverse("roadmaps:plan", args=[roadmap.uid])))
    assert "Назовите номер" in text_of(curator.get(reverse("roadmaps:line", args=[line.uid])))
    remark = Remark.objects.get()
    curator.post(reverse("approvals:resolve", args=[remark.uid]), {"answer": "Назвали"})
    remark.refresh_from_db()
    assert (remark.answer, remark.resolved_by) == ("Назвали", cast.curator)


def test_remarks_kept_for_later_are_read_by_nobody_below(make, cast, browse):
    """A draft of a decision is no decision: it is told with it, and never if there is none."""
    roadmap = make()
    line = roadmap.lines.order_by("position").first()
    chain = approval.send(roadmap, actor=cast.curator)
    step = current(chain)
    approvals.remark(step, "Сырое замечание", place=line.uid, actor=cast.district_coordinator)
    approvals.remark(step, "Сырое замечание", actor=cast.district_coordinator)
    own, above = browse(cast.curator), browse(cast.district_coordinator)
    review = reverse("approvals:review", args=[step.uid])
    pages = [
        review,
        reverse("roadmaps:plan", args=[roadmap.uid]),
        reverse("roadmaps:line", args=[line.uid]),
        reverse("roadmaps:rounds", args=[roadmap.uid]),
    ]
    resolve = reverse("approvals:resolve", args=[Remark.objects.first().uid])

    assert text_of(above.get(review)).count("Сырое замечание") == 2
    assert ["Сырое замечание" in text_of(own.get(page)) for page in pages] == [False] * 4
    assert own.post(resolve, {"answer": "Нет"}).status_code == 404
    approvals.withdraw(chain, actor=cast.curator)
    assert ["Сырое замечание" in text_of(own.get(page)) for page in pages] == [False] * 4
    assert not Remark.objects.exclude(resolved_at=None).exists()


def test_an_approval_needs_a_number_and_what_was_typed_stays(make, cast, browse):
    chain = approval.send(make(), actor=cast.curator)
    approvals.agree(current(chain), actor=cast.district_coordinator)
    address = reverse("approvals:review", args=[current(chain).uid])
    director = browse(cast.director)
    today = timezone.localdate().isoformat()

    refused = director.post(address, {"deed": "approve", "decided_on": today, "remark": "Хороший план"})
    assert refused.status_code == 200
    assert "Хороший план" in text_of(refused)
    director.post(address, {"deed": "approve", "decided_on": today, "order_no": "112-од"})

    roadmap = Roadmap.objects.get(uid=chain.subject_uid)
    assert (roadmap.status, roadmap.order_no) == (Status.IN_FORCE, "112-од")
    page = text_of(director.get(reverse("roadmaps:plan", args=[roadmap.uid])))
    assert f"{cast.director.work_name}, приказ № 112-од" in page


def test_whoever_comes_second_is_told_and_changes_nothing(make, cast, browse):
    step = current(approval.send(make(), actor=cast.curator))
    approvals.agree(step, actor=cast.methodologist)

    answer = browse(cast.district_coordinator).post(
        reverse("approvals:review", args=[step.uid]), {"deed": "return", "remark": "Поздно"}, follow=True
    )

    assert "Решение по этому шагу уже принято" in text_of(answer)
    assert not Remark.objects.exists()


def test_an_approved_plan_offers_no_words_to_change_but_a_new_edition(make, cast, browse):
    roadmap = approved(make(), cast)
    line, curator = roadmap.lines.first(), browse(cast.curator)
    page = text_of(curator.get(reverse("roadmaps:plan", args=[roadmap.uid])))
    assert reverse("roadmaps:line-new", args=[roadmap.uid]) not in page
    form = text_of(curator.get(reverse("roadmaps:line-edit", args=[line.uid])))
    assert 'name="title"' not in form
    assert 'name="manual_due_on"' in form

    answer = curator.post(reverse("roadmaps:edition", args=[roadmap.uid]))
    draft = roadmap.amendments.get()
    assert answer["Location"] == reverse("roadmaps:plan", args=[draft.uid])
    copy = draft.lines.order_by("position").first()
    lines.edit_line(copy, version=1, actor=cast.curator, title="Издать приказ о запуске")
    compared = text_of(curator.get(reverse("roadmaps:compare", args=[draft.uid])))
    assert "<ins> о запуске</ins>" in compared
    assert "Готовится редакция 2" in text_of(curator.get(reverse("roadmaps:plan", args=[roadmap.uid])))
    assert "совпадают" in text_of(curator.get(reverse("roadmaps:compare", args=[roadmap.uid])))


def test_an_approval_on_paper_is_recorded_by_its_keeper_and_shown_as_such(make, cast, browse):
    roadmap, curator = make(), browse(cast.curator)
    address = reverse("roadmaps:on-paper", args=[roadmap.uid])
    stamp = {"order_no": "15", "decided_on": "2026-09-01"}
    browse(cast.district_coordinator).post(address, stamp)
    roadmap.refresh_from_db()
    assert roadmap.status == Status.DRAFT

    curator.post(address, stamp)

    page = text_of(curator.get(reverse("roadmaps:plan", args=[roadmap.uid])))
    assert "утверждение внесено задним числом" in page
    assert "внесено задним числом" in text_of(curator.get(reverse("roadmaps:rounds", args=[roadmap.uid])))


def test_a_deputy_is_named_and_ended_on_the_page(cast, browse):
    director = browse(cast.director)
    address = reverse("approvals:deputies")
    director.post(
        address,
        {
            "deputy": str(cast.team_member.uid),
            "from_on": "2026-09-01",
            "last_on": "2099-12-31",
            "basis": "Приказ № 4",
        },
    )
    row = Deputy.objects.get()
    assert (row.deputy, row.node, row.to_on.isoformat()) == (cast.team_member, cast.school, "2100-01-01")
    assert "Приказ № 4" in text_of(director.get(address))

    director.post(reverse("approvals:deputy-end", args=[row.uid]))

    row.refresh_from_db()
    assert row.to_on == timezone.localdate()


def test_the_list_of_what_waits_costs_the_same_for_one_and_for_many(
    make, cast, browse, django_assert_max_num_queries
):
    coordinator, address, counts = browse(cast.district_coordinator), reverse("approvals:queue"), []
    for number in range(4):
        approval.send(make(f"План {number}"), actor=cast.curator)
        if number in (0, 3):
            with django_assert_max_num_queries(60) as asked:
                coordinator.get(address)
            counts.append(len(asked))
    assert counts[0] == counts[1]
