"""Whatever was answered "saved" is there, by each way of writing a plan; a twin that looks away loses (G1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.roles import Role
from nastavnik.portal.roadmaps import years
from nastavnik.roadmaps.models import (
    BulkDeed,
    Evidence,
    ImportedLine,
    LineDecision,
    Roadmap,
    RoadmapImport,
    RoadmapLine,
)
from nastavnik.roadmaps.services import evidence, imports, lines, templates
from nastavnik.roadmaps.services.bulk import undoing
from tests.cast import Cast
from tests.plans import BEGIN, TABLE
from tests.portal.roadmaps.many_editors import EDITS, PEOPLE, Editor, Refused, drawn, editors_at, tag_of, work

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FIELDS = ("title", "result", "remark", "responsible_text")
OF_FORM = ("number", "title", "deadline_text", "responsible_text", "result", "remark", "version")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def editors(cast: Cast) -> list[Editor]:
    return editors_at(cast.school, Role.CURATOR)


@pytest.fixture
def line(add: Callable[..., RoadmapLine]) -> RoadmapLine:
    return add("по запросу", title="Приказ", control="quarter")


def said(line: RoadmapLine) -> str:
    """All that ``line`` says today and said before."""
    line.refresh_from_db()
    former = [revision.values for revision in line.revisions.all()]
    today = {name: getattr(line, name) for name in (*FIELDS, "manual_due_on")}
    return "\n".join(str(value) for values in (today, *former) for value in values.values())


def standing(line: RoadmapLine) -> str:
    line.refresh_from_db()
    return "\n".join(getattr(line, name) for name in FIELDS)


def by_form(line: RoadmapLine, *, inline: bool = False) -> Callable[[Editor, int], None]:
    """Adds a tag to one field and sends the form whole; of two versions takes theirs and adds the tag again."""
    address = reverse("roadmaps:line-edit", args=[line.uid])
    headers, fields = (HTMX, FIELDS[:2]) if inline else ({}, FIELDS)

    def edit(editor: Editor, turn: int) -> None:
        name, tag = editor.chance.choice(fields), tag_of(editor, turn)

        def send() -> bool:
            typed = drawn(editor.see(address, **headers).split('class="form"')[-1], *OF_FORM)
            typed |= {name: typed[name] + tag, "control": "quarter", "manual_due_on": ""}
            answer = editor.send(address, typed, tag=tag, **headers)
            if inline:
                return answer.status_code == 200 and 'name="title"' not in answer.content.decode()
            return answer.status_code == 302

        editor.save(send, tag)

    return edit


@pytest.mark.parametrize("inline", [False, True])
def test_a_line_in_its_form_and_in_its_row(line: RoadmapLine, editors: list[Editor], inline: bool) -> None:
    saved = work(editors, by_form(line, inline=inline))

    # Each added to what the form was drawn with, so all of it stands in the words of today.
    assert [tag for tag in saved if tag not in standing(line)] == []
    assert (len(saved), line.version) == (PEOPLE * EDITS, 1 + PEOPLE * EDITS)
    assert {code for editor in editors for code in editor.answers} == {200 if inline else 302, 409}


def test_a_twin_that_trusts_the_form_loses_words(
    line: RoadmapLine, editors: list[Editor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "wording_at", lambda line, version, typed: {})

    saved = work(editors, by_form(line))

    assert any(tag not in standing(line) for tag in saved)


def by_moving(line: RoadmapLine) -> Callable[[Editor, int], None]:
    """As a bar of the diagram or a card of the calendar is moved: each time to a day of its own."""
    address = reverse("roadmaps:control-date", args=[line.uid])

    def edit(editor: Editor, turn: int) -> None:
        day = str(BEGIN + dt.timedelta(days=1 + editor.number * EDITS + turn))

        def send() -> bool:
            typed = drawn(editor.see(address), "version") | {"manual_due_on": day}
            return bool(editor.send(address, typed, tag=day).status_code == 302)

        editor.save(send, day)

    return edit


def test_a_bar_of_the_diagram_and_a_card_of_the_calendar(line: RoadmapLine, editors: list[Editor]) -> None:
    saved = work(editors, by_moving(line))

    assert [day for day in saved if day not in said(line)] == []
    assert line.version == 1 + len(saved)
    assert {code for editor in editors for code in editor.answers} == {302, 409}


def test_a_twin_that_asks_for_no_version_moves_unseen(
    line: RoadmapLine, editors: list[Editor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "wording_at", lambda line, version, typed: {})

    work(editors, by_moving(line))

    assert {code for editor in editors for code in editor.answers} == {302}


def by_board(line: RoadmapLine) -> Callable[[Editor, int], None]:
    """As a card is moved: to "done" with a note, to "postponed" with a basis."""
    prove = reverse("roadmaps:prove", args=[line.occurrences.get().uid])
    decide = reverse("roadmaps:line-decide", args=[line.uid])
    today = str(timezone.localdate())

    def edit(editor: Editor, turn: int) -> None:
        tag = tag_of(editor, turn)
        if editor.chance.random() < 0.5:
            address, typed = prove, {"done_on": today, "note": tag}
        else:
            address, typed = decide, {"kind": "postponed", "basis": tag, "from_on": today}
        editor.save(lambda: bool(editor.send(address, typed, tag=tag).status_code == 302), tag)

    return edit


def kept_by_the_board() -> list[str]:
    proofs, decisions = Evidence.objects.values_list("note"), LineDecision.objects.values_list("basis")
    return sorted(text for rows in (proofs, decisions) for (text,) in rows)


def test_a_card_of_the_board(add: Callable[..., RoadmapLine], editors: list[Editor]) -> None:
    line = add("до 1 октября", title="Приказ")

    saved = work(editors, by_board(line))

    assert kept_by_the_board() == sorted(saved)
    assert len(saved) == PEOPLE * EDITS
    assert LineDecision.objects.filter(to_on=None).count() == 1


def test_a_twin_that_keeps_the_last_mark_alone_loses_the_others(
    add: Callable[..., RoadmapLine], editors: list[Editor], monkeypatch: pytest.MonkeyPatch
) -> None:
    line, save = add("до 1 октября", title="Приказ"), evidence.save

    def instead(row: Evidence) -> Evidence:
        Evidence.objects.filter(occurrence=row.occurrence).delete()
        return save(row)

    monkeypatch.setattr(evidence, "save", instead)

    saved = work(editors, by_board(line))

    assert len(kept_by_the_board()) < len(saved)


def in_bulk(roadmap: Roadmap, found: list[RoadmapLine]) -> Callable[[Editor, int], None]:
    """Half of them edit one line by its form, the others set who answers for all lines and take every second back."""
    single = by_form(found[0])
    begin = reverse("roadmaps:bulk", args=[roadmap.uid])

    def edit(editor: Editor, turn: int) -> None:
        if editor.number % 2:
            return single(editor, turn)
        tag = tag_of(editor, turn)
        editor.client.post(begin, {"kind": "responsible", "line": [str(one.uid) for one in found]})
        deed = BulkDeed.objects.filter(made_by=editor.user).latest("pk")
        here = reverse("roadmaps:bulk-deed", args=[deed.uid])
        editor.save(lambda: editor.send(here, {"text": tag, "do": "1"}, tag=tag).status_code == 302, tag)
        if turn % 2:
            editor.client.post(reverse("roadmaps:bulk-undo", args=[deed.uid]))
        return None

    return edit


def test_one_deed_over_many_lines_and_its_way_back(
    roadmap: Roadmap, line: RoadmapLine, add: Callable[..., RoadmapLine], editors: list[Editor]
) -> None:
    found = [line, add("по запросу", title="Встречи")]

    saved = work(editors, in_bulk(roadmap, found))

    assert [tag for tag in saved if tag not in said(line)] == []
    of_bulk = [tag for editor in editors[::2] for tag in editor.saved]
    assert [tag for tag in of_bulk if tag not in said(found[1])] == []
    assert len(saved) == PEOPLE * EDITS


def test_a_twin_that_takes_back_what_others_have_touched_loses_their_words(
    roadmap: Roadmap, line: RoadmapLine, cast: Cast, editors: list[Editor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The former words come back whoever has written since, and leave no revision."""

    def rude(_roadmap: Roadmap, _kind: str, pairs: Any, *, actor: Any) -> list[str]:
        for one, row in pairs:
            RoadmapLine.objects.filter(pk=one.pk).update(responsible_text=row["former"])
            one.revisions.filter(version__gte=row["version"]).delete()
        return []

    monkeypatch.setattr(undoing, "undo", rude)

    saved = work(editors, in_bulk(roadmap, [line]))

    assert any(tag not in said(line) for tag in saved)


@pytest.fixture
def batch(cast: Cast) -> RoadmapImport:
    made = imports.take_in(cast.school, content=TABLE.encode(), file_name="plan.txt", actor=cast.curator)
    jobs.run_all()
    made.refresh_from_db()
    return made


def by_mending(batch: RoadmapImport) -> Callable[[Editor, int], None]:
    """All mend one line of the document; towards the end two of them accept it."""
    address = reverse("roadmaps:import-line", args=[batch.uid, batch.lines.earliest("position").position])
    accept = reverse("roadmaps:import-accept", args=[batch.uid])

    def edit(editor: Editor, turn: int) -> None:
        if turn == EDITS - 1 and editor.number < 2:
            editor.client.post(accept)
            raise Refused
        name, tag = editor.chance.choice(FIELDS), tag_of(editor, turn)

        def send() -> bool:
            typed = drawn(editor.see(address), *OF_FORM)
            answer = editor.send(address, typed | {name: typed[name] + tag}, tag=tag)
            if answer.status_code == 200:  # the document has been accepted meanwhile
                raise Refused
            return bool(answer.status_code == 302)

        editor.save(send, tag)

    return edit


def mended(plan: Roadmap) -> str:
    return standing(plan.lines.earliest("position"))


def test_mending_a_document_and_accepting_it(batch: RoadmapImport, editors: list[Editor]) -> None:
    saved = work(editors, by_mending(batch))

    # Whoever accepts has mended twice before; the others come as far as they come.
    assert len(saved) >= EDITS - 1
    assert [tag for tag in saved if tag not in mended(Roadmap.objects.get())] == []
    assert 409 in {code for editor in editors for code in editor.answers}


def test_a_twin_that_mends_whatever_stands_there_loses_words(
    batch: RoadmapImport, editors: list[Editor], monkeypatch: pytest.MonkeyPatch
) -> None:
    def latest(row: ImportedLine, *, version: int, **changes: Any) -> ImportedLine:
        del version
        ImportedLine.objects.filter(pk=row.pk).update(**changes)
        return row

    monkeypatch.setattr(imports, "update", latest)

    saved = work(editors, by_mending(batch))

    assert any(tag not in mended(Roadmap.objects.get()) for tag in saved)


@pytest.fixture
def typical(cast: Cast, roadmap: Roadmap, line: RoadmapLine) -> Roadmap:
    made = templates.make_template(roadmap, actor=cast.curator)
    templates.publish(made, actor=cast.curator)
    return made


def by_adopting(cast: Cast, typical: Roadmap) -> Callable[[Editor, int], None]:
    address = reverse("roadmaps:template-use", args=[typical.uid])
    year = str(timezone.localdate().year)

    def edit(editor: Editor, turn: int) -> None:
        tag = tag_of(editor, turn)
        typed = {"node": str(cast.school.uid), "year": year, "title": f"План {tag}"}
        editor.save(lambda: bool(editor.send(address, typed, tag=tag).status_code == 302), tag)

    return edit


def adopted() -> list[str]:
    made = Roadmap.objects.filter(template__isnull=False, lines__title="Приказ")
    return sorted(title.removeprefix("План ") for (title,) in made.values_list("title"))


def test_plans_out_of_a_typical_one(cast: Cast, typical: Roadmap, editors: list[Editor]) -> None:
    saved = work(editors, by_adopting(cast, typical))

    assert adopted() == sorted(saved)
    assert len(saved) == PEOPLE * EDITS


def test_a_twin_that_finds_a_plan_there_already_loses_titles(
    cast: Cast, typical: Roadmap, editors: list[Editor], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = templates.plan_from_template

    def once(typical: Any, *, node: Any, **words: Any) -> Roadmap:
        there = Roadmap.objects.filter(node=node, template__isnull=False).first()
        return there or make(typical, node=node, **words)

    monkeypatch.setattr(years.templates, "plan_from_template", once)

    assert len(set(work(editors, by_adopting(cast, typical)))) > len(adopted())
