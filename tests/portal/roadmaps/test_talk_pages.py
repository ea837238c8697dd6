"""Talk, presence and merged edits through the browser's eyes."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik.accounts import sessions
from nastavnik.accounts.models import User
from nastavnik.roadmaps.models import Comment, Presence, RoadmapLine
from nastavnik.roadmaps.services import presence

ENGLISH, HTMX = {"accept-language": "en"}, {"HX-Request": "true"}


@pytest.fixture
def browse(cast):
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def address(name: str, *args) -> str:
    return reverse(f"roadmaps:{name}", args=args)


def sent(line: RoadmapLine, version: int = 1, **typed: str) -> dict[str, object]:
    """The form of ``line`` as a browser sends it: whole, with what was typed over it."""
    drawn = {"number": "", "title": "Приказ", "deadline_text": "сентябрь", "responsible_text": "", "result": ""}
    return {**drawn, "remark": "", "control": "quarter", "manual_due_on": "", "version": version, **typed}


def test_a_comment_is_sent_told_and_escaped(add, cast, browse):
    line = add(title="Приказ")
    school, district = browse(cast.curator), browse(cast.district_coordinator)

    page = school.post(
        address("comment", line.uid),
        {"text": "<b>Готово</b>\nhttps://example.org", "tell": [str(cast.district_coordinator.uid)]},
        follow=True,
    ).content.decode()

    assert "&lt;b&gt;Готово&lt;/b&gt;<br>https://example.org" in page
    assert f'action="{address("comment-withdraw", Comment.objects.get().uid)}"' in page
    notices = district.get(reverse("notifications:list")).content.decode()
    assert f"{address('line', line.uid)}#talk" in notices
    seen = district.get(address("line", line.uid)).content.decode()
    assert "Готово" in seen
    assert "comment-withdraw" not in seen
    assert browse(cast.sibling_curator).post(address("comment", line.uid), {"text": "и я"}).status_code == 404


def test_a_withdrawn_comment_is_gone_from_the_page_and_the_row_and_comes_back(add, cast, browse, roadmap):
    line = add(title="Приказ")
    client = browse(cast.curator)
    client.post(address("comment", line.uid), {"text": "Лишнее"})
    said = Comment.objects.get()
    assert f"/lines/{line.uid}/#talk" in client.get(address("plan", roadmap.uid)).content.decode()

    client.post(address("comment-withdraw", said.uid))
    assert f'id="comment-{said.uid}"' not in client.get(address("line", line.uid)).content.decode()
    assert f"/lines/{line.uid}/#talk" not in client.get(address("plan", roadmap.uid)).content.decode()
    assert browse(cast.director).post(address("comment-return", said.uid)).status_code == 403
    client.post(address("comment-return", said.uid))
    assert f'id="comment-{said.uid}"' in client.get(address("line", line.uid)).content.decode()


def test_a_refused_comment_keeps_its_text_and_its_ticks(add, cast, browse):
    line = add()
    answer = browse(cast.curator).post(
        address("comment", line.uid), {"text": "я" * 3001, "tell": [str(cast.director.uid)]}
    )

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "я" * 3001 in text
    assert len(re.findall(r"<input[^>]+checked", text)) == 1


def test_people_to_call_are_asked_for_when_needed(add, cast, browse):
    people = browse(cast.curator).get(address("comment", add().uid), headers=HTMX).content.decode()

    assert "<html" not in people
    assert people.count('type="checkbox"') == 7
    assert cast.sibling_curator.work_name not in people


def test_two_who_edit_different_fields_are_told_of_each_other_and_both_stand(add, cast, browse):
    line = add("сентябрь", title="Приказ")
    browse(cast.curator).post(address("line-edit", line.uid), sent(line, title="Приказ о запуске"))

    page = browse(cast.team_member).post(
        address("line-edit", line.uid), sent(line, result="Приказ"), follow=True, headers=ENGLISH
    )

    assert f"Saved together with the edit of {cast.curator.work_name}." in page.content.decode()
    line.refresh_from_db()
    assert (line.title, line.result, line.version) == ("Приказ о запуске", "Приказ", 3)


def test_an_edit_in_the_row_is_merged_and_told_beside_the_row(add, cast, browse):
    line = add("сентябрь", title="Приказ")
    browse(cast.curator).post(address("line-edit", line.uid), sent(line, title="Приказ о запуске"))

    row = browse(cast.team_member).post(
        address("line-edit", line.uid), sent(line, result="Приказ"), headers={**HTMX, **ENGLISH}
    )

    text = row.content.decode()
    assert "Приказ о запуске" in text
    assert f"Saved together with the edit of {cast.curator.work_name}." in text.split("hx-swap-oob")[1]


def test_the_page_of_two_versions_asks_about_the_clash_alone_and_keeps_the_rest(add, cast, browse):
    line = add("сентябрь", title="Приказ")
    browse(cast.curator).post(address("line-edit", line.uid), sent(line, title="Их название", number="7"))
    client = browse(cast.team_member)

    answer = client.post(address("line-edit", line.uid), sent(line, title="Моё название", result="Мой итог"))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert set(re.findall(r'type="radio" name="(\w+)"', page)) == {"title"}
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert (hidden["number"], hidden["result"], hidden["version"]) == ("7", "Мой итог", "2")
    hidden.pop("form_token")
    hidden.pop("csrfmiddlewaretoken", None)
    client.post(address("line-edit", line.uid), {**hidden, "title": "Моё название"})
    line.refresh_from_db()
    assert (line.title, line.number, line.result) == ("Моё название", "7", "Мой итог")


def test_each_of_two_who_have_the_form_open_sees_the_other(add, cast, browse):
    line = add(title="Приказ")
    first, second = browse(cast.curator), browse(cast.team_member)
    edit, here = address("line-edit", line.uid), address("presence", line.uid)
    assert cast.team_member.work_name not in first.get(edit).content.decode()

    opened = second.get(edit).content.decode()
    assert cast.curator.work_name in opened.split('class="presence"')[1].split("</div>")[0]
    assert cast.team_member.work_name in first.post(here).content.decode()

    second.get(f"{edit}?cancel=1", headers=HTMX)
    assert cast.team_member.work_name not in first.post(here).content.decode()
    second.get(edit)
    second.post(edit, sent(line, title="Приказ о запуске"))
    assert cast.team_member.work_name not in first.post(here).content.decode()


def test_whoever_has_been_silent_for_a_minute_is_not_there(add, cast):
    line = add()
    presence.be_here(line, actor=cast.curator)
    Presence.objects.update(seen_at=timezone.now() - presence.FRESH - dt.timedelta(seconds=1))

    assert presence.be_here(line, actor=cast.team_member) == []
    assert presence.forget_who_left() == 1


def test_a_page_that_asks_by_itself_keeps_no_session_alive(add, cast, browse):
    client = browse(cast.curator)
    client.get("/")
    session = client.session
    session[sessions.SEEN_AT] = old = session[sessions.SEEN_AT] - 600
    session.save()

    client.post(address("presence", add().uid), headers={"X-Quiet": "1"})
    assert client.session[sessions.SEEN_AT] == old
    client.get("/")
    assert client.session[sessions.SEEN_AT] > old
