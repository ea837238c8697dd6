"""Roles given and ended, invitations and paper codes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from nastavnik.accounts.codes import LENGTH, new_code, read_code
from nastavnik.accounts.models import Grant, Invitation, User
from nastavnik.accounts.roles import APPOINTS, Role
from nastavnik.accounts.services import entry
from nastavnik.accounts.services.grants import AlreadyEnded, OwnGrant, end_role, give_role, grantable
from nastavnik.audit.models import Event
from nastavnik.base.access import holds
from nastavnik.base.errors import Invalid, NotAllowed
from tests.cast import Cast

LETTER, PAPER = Invitation.Way.LETTER, Invitation.Way.PAPER


def actions_on(obj: object) -> list[str]:
    return list(Event.objects.of(obj).order_by("id").values_list("action", flat=True))


class TestGrants:
    def test_a_director_appoints_a_curator_of_the_own_school(self, cast: Cast) -> None:
        grant = give_role(cast.stranger, Role.CURATOR, cast.school, actor=cast.director, basis="Приказ № 4")

        assert holds(cast.stranger, "roadmap.edit")
        assert actions_on(grant) == ["grant.given"]

    @pytest.mark.parametrize(
        ("role", "where"),
        [(Role.DIRECTOR, "school"), (Role.CURATOR, "sibling_school"), (Role.REGIONAL_OPERATOR, "school")],
    )
    def test_and_nobody_else_nowhere_else(self, cast: Cast, role: Role, where: str) -> None:
        with pytest.raises(NotAllowed):
            give_role(cast.stranger, role, getattr(cast, where), actor=cast.director)

        assert not cast.stranger.grants.exists()

    @pytest.mark.parametrize("role", [role for role in Role if role not in APPOINTS])
    def test_a_role_that_appoints_nobody_may_give_nothing(self, cast: Cast, role: Role) -> None:
        assert grantable(cast.users[role], cast.node_of(role)) == []

    def test_one_role_once(self, cast: Cast) -> None:
        with pytest.raises(Invalid) as refusal:
            give_role(cast.curator, Role.CURATOR, cast.school, actor=cast.director)

        assert set(refusal.value.fields) == {""}
        assert cast.curator.grants.count() == 1

    def test_leaving_a_post_ends_rights_and_sessions_at_once(self, cast: Cast) -> None:
        before = cast.curator.get_session_auth_hash()
        grant = end_role(cast.curator.grants.get(), actor=cast.director)

        cast.curator.refresh_from_db()
        assert not holds(cast.curator, "roadmap.view")
        assert cast.curator.get_session_auth_hash() != before
        assert actions_on(grant) == ["grant.ended"]
        assert grant.ended_by == cast.director

    def test_an_end_in_the_future_lets_the_session_be(self, cast: Cast) -> None:
        before = cast.curator.get_session_auth_hash()
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        end_role(cast.curator.grants.get(), actor=cast.director, to_on=tomorrow)

        cast.curator.refresh_from_db()
        assert holds(cast.curator, "roadmap.view")
        assert cast.curator.get_session_auth_hash() == before

    def test_what_has_ended_stays_ended(self, cast: Cast) -> None:
        with pytest.raises(AlreadyEnded):
            end_role(cast.ended_curator.grants.get(), actor=cast.director)

    def test_nobody_ends_their_own_role(self, cast: Cast) -> None:
        with pytest.raises(OwnGrant):
            end_role(cast.director.grants.get(), actor=cast.director)


class TestLetters:
    def invite(self, cast: Cast, **changes: object) -> Invitation:
        words = {"way": LETTER, "actor": cast.director, "email": " New.One@Example.ORG ", **changes}
        return entry.invite(cast.school, Role.CURATOR, **words)

    def test_an_invitation_makes_an_account_with_its_role(self, cast: Cast) -> None:
        invitation = self.invite(cast, work_name="Иванова А. А.")
        user = entry.accept_letter(entry.secret_of(invitation), password="тихая гавань 1917")

        assert (user.email, user.work_name) == ("new.one@example.org", "Иванова А. А.")
        assert user.check_password("тихая гавань 1917")
        assert [(g.role, g.node, g.granted_by) for g in user.grants.all()] == [
            ("curator", cast.school, cast.director)
        ]
        assert actions_on(invitation) == ["invitation.issued", "invitation.used"]

    def test_it_works_once(self, cast: Cast) -> None:
        secret = entry.secret_of(self.invite(cast))
        entry.accept_letter(secret, password="тихая гавань 1917")

        with pytest.raises(entry.NotWorking):
            entry.accept_letter(secret, password="тихая гавань 1917")
        assert entry.secret_of(Invitation.objects.get()) == ""

    @pytest.mark.parametrize(("hours", "works"), [(71.9, True), (72.1, False)])
    def test_it_works_for_72_hours(self, cast: Cast, time_machine, hours: float, works: bool) -> None:
        secret = entry.secret_of(self.invite(cast))
        time_machine.move_to(timezone.now() + dt.timedelta(hours=hours))

        if works:
            assert entry.find(secret, LETTER)
        else:
            with pytest.raises(entry.NotWorking):
                entry.find(secret, LETTER)

    def test_taken_back_it_does_not_work(self, cast: Cast) -> None:
        invitation = self.invite(cast)
        secret = entry.secret_of(invitation)
        entry.take_back(invitation, actor=cast.director)

        with pytest.raises(entry.NotWorking):
            entry.find(secret, LETTER)
        with pytest.raises(entry.AlreadyUsed):
            entry.take_back(invitation, actor=cast.director)

    def test_an_inviter_who_lost_the_right_invites_nobody_any_more(self, cast: Cast) -> None:
        secret = entry.secret_of(self.invite(cast))
        Grant.objects.filter(user=cast.director).update(to_on=timezone.localdate())

        with pytest.raises(entry.NotWorking):
            entry.accept_letter(secret, password="тихая гавань 1917")
        assert not User.objects.filter(email="new.one@example.org").exists()

    def test_an_address_in_use_is_not_taken_over(self, cast: Cast) -> None:
        secret = entry.secret_of(self.invite(cast, email=cast.stranger.email))

        for user in (None, cast.curator):
            with pytest.raises(entry.AddressTaken):
                entry.accept_letter(secret, password="тихая гавань 1917", user=user)
        assert entry.accept_letter(secret, password=None, user=cast.stranger) == cast.stranger
        assert holds(cast.stranger, "roadmap.edit")

    def test_the_secret_lies_nowhere_in_the_clear(self, cast: Cast) -> None:
        invitation = self.invite(cast)
        secret = entry.secret_of(invitation)

        row = Invitation.objects.filter(pk=invitation.pk).values().get()
        assert secret not in str(row)

    def test_a_letter_needs_an_address(self, cast: Cast) -> None:
        with pytest.raises(Invalid):
            self.invite(cast, email="  ")


class TestPaper:
    def test_a_code_opens_an_account_and_a_second_one_lets_in_again(self, cast: Cast) -> None:
        first = entry.invite(cast.school, Role.MENTEE, way=PAPER, actor=cast.curator)
        pupil = entry.use_code(entry.secret_of(first).lower())
        second = entry.issue_code(pupil.grants.get(), actor=cast.curator)

        assert (pupil.email, pupil.has_usable_password()) == (None, False)
        assert entry.use_code(entry.secret_of(second)) == pupil
        assert pupil.grants.count() == 1

    def test_a_code_works_once(self, cast: Cast) -> None:
        code = entry.secret_of(entry.invite(cast.school, Role.MENTEE, way=PAPER, actor=cast.curator))
        entry.use_code(code)

        with pytest.raises(entry.NotWorking):
            entry.use_code(code)

    def test_who_has_an_address_gets_no_code(self, cast: Cast) -> None:
        with pytest.raises(entry.LetterNeeded):
            entry.issue_code(cast.mentee.grants.get(), actor=cast.curator)

    def test_a_letter_is_no_code(self, cast: Cast) -> None:
        letter = entry.invite(cast.school, Role.CURATOR, way=LETTER, actor=cast.director, email="a@example.org")

        with pytest.raises(entry.NotWorking):
            entry.find(entry.secret_of(letter), PAPER)


class TestCodes:
    def test_a_code_is_read_however_it_is_typed(self) -> None:
        for _ in range(200):
            code = new_code()
            bare = code.replace("-", "")
            russian = bare.translate(str.maketrans("ABCEHKMPTXY0", "АВСЕНКМРТХУО")).lower()

            assert len(bare) == LENGTH
            ways = (code, bare.lower(), f" {russian} ", code.replace("-", " "))
            assert {read_code(typed) for typed in ways} == {bare}

    @pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-ABCD-ABCD-A", "1111-1111-1111", "ЖЖЖЖ-ЖЖЖЖ-ЖЖЖЖ"])
    def test_what_is_no_code_reads_as_nothing(self, typed: str) -> None:
        assert read_code(typed) == ""
