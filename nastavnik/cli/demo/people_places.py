"""Partners of the demo: agreements, offers, what was done to win them, what a revision said."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.cli.demo.region import Region
from nastavnik.org.models import Node
from nastavnik.people.models import Offer, Partner, PartnerEffort, PartnerReview

EFFORTS = (
    (
        "Письма двенадцати предприятиям района с предложением участвовать в программе",
        "ответили пять, двое согласились",
    ),
    ("День открытых дверей для работодателей", "пришли семь предприятий"),
    ("Встреча с советом выпускников", "восемь выпускников готовы стать наставниками"),
)


def partners(region: Region) -> dict[int, int]:
    """Partners of the school, of a district and of the region; gives organisation → partner whose people come."""
    users = region.users
    enterprise = Grant.objects.in_force().get(user=users[Role.PARTNER]).node
    school, district = region.school, region.districts[0]
    curator, coordinator = users[Role.CURATOR], users[Role.DISTRICT_COORDINATOR]
    today = timezone.localdate()
    own = _partner(
        school, curator, "АО «Озёрные приборы»", "enterprise", "7800000010", "приборостроение", body=enterprise,
        words="соглашение № 7 от 1 сентября", until=today + dt.timedelta(days=200),
        contact=("Тростникова Жанна Олеговна", "начальник отдела кадров"),
    )  # fmt: skip
    alumni = _partner(
        school, curator, "Сообщество выпускников «Маяк»", "ngo", "", "просвещение",
        words="соглашение № 3 от 10 октября", until=today + dt.timedelta(days=18),
        contact=("Парусов Глеб Игоревич", "председатель совета"),
    )  # fmt: skip
    museum = _partner(school, curator, "Музей истории озера", "ngo", "", "культура")
    university = _partner(
        district, coordinator, "Университет Белогорска-на-Озере", "university", "", "образование",
        words="договор о сотрудничестве № 21", until=today + dt.timedelta(days=600),
    )  # fmt: skip
    _offers(own, alumni, university, users, today)
    _efforts(school, own, curator, today)
    for partner, conclusion in ((own, "goes_on"), (alumni, "renew"), (museum, "revive")):
        on = today - dt.timedelta(days=45)
        PartnerReview.objects.create(partner=partner, on=on, conclusion=conclusion, made_by=curator)
        Partner.objects.filter(pk=partner.pk).update(last_review_on=on)
    return {school.pk: own.pk}


def _partner(
    node: Node, actor: User, name: str, type_code: str, inn: str, industry: str, *, body: Node | None = None,
    words: str = "", until: dt.date | None = None, contact: tuple[str, str] | None = None,
) -> Partner:  # fmt: skip
    partner = Partner(
        node=node, body=body, name=name, type=type_code, inn=inn, industry=industry, agreement_words=words,
        agreement_until=until, since_on=dt.date(2023, 9, 1), made_by=actor,
        resources="экскурсии, лаборатория, проектные задачи" if body else "",
    )  # fmt: skip
    if contact:
        who, post = contact
        partner.contact = {"name": who, "post": post, "phone": "+79000009001", "email": "partner@demo.example"}
    partner.save()
    return partner


def _offers(own: Partner, alumni: Partner, university: Partner, users: dict[Role, User], today: dt.date) -> None:
    told = (
        (own, "mentors", 6, "Инженеры готовы работать с 9–11 классами", "employer_pupil", "accepted", False),
        (own, "place", None, "Экскурсия в сборочный цех для группы до 20 человек", "", "offered", False),
        (alumni, "event", None, "Вечер встречи с выпускниками разных лет", "", "offered", False),
        (university, "mentors", 15, "Студенты старших курсов, 2 часа в неделю", "student_pupil", "offered", True),
        (university, "resource", 2, "Лаборатория робототехники по субботам", "", "ended", True),
    )  # fmt: skip
    for partner, kind, count, words, form, state, is_open in told:
        Offer.objects.create(
            partner=partner, kind=kind, count=count, words=words, form=form, from_on=today - dt.timedelta(days=50),
            to_on=today + dt.timedelta(days=150), is_open=is_open, state=state,
            taken_by=partner.node if state == "accepted" else None, made_by=users[Role.PARTNER],
        )  # fmt: skip


def _efforts(school: Node, own: Partner, curator: User, today: dt.date) -> None:
    for place, (what, result) in enumerate(EFFORTS):
        PartnerEffort.objects.create(
            node=school, partner=own if place == 1 else None, on=today - dt.timedelta(days=60 - 15 * place),
            what=what, result=result, made_by=curator,
        )  # fmt: skip
