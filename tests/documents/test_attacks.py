"""What people try with documents that no page offers: twins of numbers and editions, others' names, torn files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import algos, cms, core
from django.utils import timezone

from nastavnik.approvals.models import Step
from nastavnik.approvals.services import chains, steps
from nastavnik.approvals.services.chains import Planned
from nastavnik.base.errors import DomainError, Invalid, NotAllowed
from nastavnik.documents.models import Journal, Paper, Signing, State, Template
from nastavnik.documents.refusals import WrongState
from nastavnik.documents.services import approval, cases, drafts, issuing, signing, templates
from nastavnik.documents.services.issuing import Requisites
from nastavnik.documents.signatures import read_detached
from nastavnik.documents.writers.docx import write_docx
from tests.cast import Cast
from tests.documents.papers import order, sent, signed, with_head
from tests.documents.test_templates import published, with_words

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)


def test_a_removed_draft_is_neither_registered_nor_rewritten(cast: Cast):
    with_head(cast)
    paper = order(cast)
    drafts.remove(paper, actor=cast.curator)
    with pytest.raises(WrongState):
        issuing.register(paper, Requisites(TODAY, number="7"), actor=cast.director)
    with pytest.raises(WrongState):
        drafts.rewrite(paper, {}, version=paper.version, actor=cast.curator)


def test_of_two_editions_of_one_document_one_comes_into_force(cast: Cast):
    with_head(cast)
    old = signed(cast, on=YESTERDAY)
    first = drafts.new_edition(old, actor=cast.curator)
    assert drafts.new_edition(old, actor=cast.curator) == first
    drafts.remove(first, actor=cast.curator)
    second = drafts.new_edition(old, actor=cast.curator)
    drafts.bring_back(first, actor=cast.curator)
    issuing.register(second, Requisites(TODAY), actor=cast.director)
    with pytest.raises(WrongState):
        issuing.register(first, Requisites(TODAY), actor=cast.director)
    assert Paper.objects.in_force().count() == 1


def test_a_repeal_is_not_taken_back_over_a_newer_edition(cast: Cast):
    with_head(cast)
    old = signed(cast, on=YESTERDAY)
    new = drafts.new_edition(old, actor=cast.curator)
    issuing.repeal(old, on=TODAY, basis="Издан новый приказ", actor=cast.director)
    issuing.register(new, Requisites(TODAY), actor=cast.director)
    with pytest.raises(WrongState):
        issuing.reinstate(old, actor=cast.director)


def test_a_number_typed_by_hand_has_no_twin(cast: Cast):
    with_head(cast)
    issuing.register(order(cast), Requisites(TODAY, number="1-од"), actor=cast.director)
    assert signed(cast).number == "2-од"
    for typed in ("2-од", " 1-ОД "):
        with pytest.raises(Invalid) as refusal:
            issuing.register(order(cast), Requisites(TODAY, number=typed), actor=cast.director)
        assert "number" in refusal.value.fields
    last_year = TODAY.replace(year=TODAY.year - 1, month=12, day=30)
    assert issuing.register(order(cast), Requisites(last_year, number="1-од"), actor=cast.director).number == "1-од"


def test_another_organisations_file_numbers_nothing_here(cast: Cast):
    with_head(cast)
    theirs = cases.cases_of(cast.sibling_school)[0]
    with pytest.raises(DomainError):
        issuing.register(order(cast), Requisites(TODAY), actor=cast.director, case=theirs)


def test_a_simple_signature_is_put_back_by_its_own_hand_alone(cast: Cast):
    with_head(cast)
    paper = signed(cast)
    mine = signing.sign_simply(paper, name="Громова Е. П.", post="", basis="Соглашение № 1", actor=cast.director)
    for deed in (signing.withdraw, signing.put_back):
        with pytest.raises(NotAllowed):
            deed(mine, actor=cast.users["registrar"])
    signing.withdraw(mine, actor=cast.director)
    signing.sign_simply(paper, name="Громова Е. П.", post="", basis="Соглашение № 1", actor=cast.director)
    with pytest.raises(Invalid):
        signing.put_back(mine, actor=cast.director)
    assert Signing.objects.filter(withdrawn_at=None).count() == 1


def test_what_names_people_is_not_sent_above_the_organisation(cast: Cast):
    with_head(cast)
    paper = order(cast)
    Paper.objects.filter(pk=paper.pk).update(is_personal=True)
    route = [Planned(Step.Kind.APPROVE, cast.district, "Район утверждает")]
    with pytest.raises(Invalid):
        approval.send(paper, route=route, actor=cast.curator)


def test_those_who_decide_and_those_who_remove_hold_the_round_first(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """One order of locks: whoever signs while another returns waits, and neither is thrown out by the database."""
    with_head(cast)
    held: list[str] = []

    def noting(what: str, do: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given, **named: (held.append(what), do(*given, **named))[1]

    paper, step = sent(cast)
    other, _step = sent(cast)
    monkeypatch.setattr(chains, "hold_running", noting("round", chains.hold_running))
    for module in (approval, drafts):
        monkeypatch.setattr(module, "hold", noting("paper", module.hold))
    approval.sign(paper, step, on=TODAY, actor=cast.director)
    drafts.remove(other, actor=cast.curator)
    assert held[:2] == ["round", "paper"]
    assert held[held.index("round", 1) :][:2] == ["round", "paper"]


def test_a_journal_is_for_whoever_asked_for_it(cast: Cast):
    """Its rows are those of the asker's whole reach, wider perhaps than the place that it is named after."""
    mine = Journal.objects.create(node=cast.school, made_by=cast.director)
    assert list(Journal.objects.visible_to(cast.director, "document.print")) == [mine]
    assert not Journal.objects.visible_to(cast.curator, "document.print").exists()


def cms_file(digest: bytes = b"\x11" * 32) -> bytes:
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier("subject_key_identifier", b"\x01" * 20),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": cms.CMSAttributes([{"type": "message_digest", "values": [core.OctetString(digest)]}]),
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"}),
            "signature": b"\x02" * 64,
        }
    )
    signed_data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": {"content_type": "data"},
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed_data}).dump())


def test_a_torn_file_of_a_signature_is_refused_and_never_an_error():
    whole = cms_file()
    assert read_detached(whole) is not None
    for at in range(len(whole)):
        for value in (0x00, 0x30, 0x31, 0xA0, 0xFF, whole[at] ^ 1):
            read_detached(whole[:at] + bytes([value]) + whole[at + 1 :])
        read_detached(whole[:at])
    for data in (b"", b"\x30", b"\x30\x80" * 5000, b"MII=\xff", b"-----BEGIN CMS-----", b"A" * 65536):
        assert read_detached(data) is None


def test_letters_that_no_database_keeps_leave_the_title(cast: Cast):
    paper = drafts.draw_up(cast.school, "order_curator", {}, actor=cast.curator, title="О\x00 кураторе\x1f")
    assert paper.title == "О кураторе"


def test_an_issued_draft_of_a_state_of_its_own_never_goes_back(cast: Cast):
    with_head(cast)
    paper, step = sent(cast)
    with pytest.raises(WrongState):
        issuing.register(paper, Requisites(TODAY), actor=cast.director)
    approval.sign(paper, step, on=TODAY, actor=cast.director)
    for deed in (
        lambda: approval.sign(paper, step, on=TODAY, actor=cast.director),
        lambda: approval.send(paper, actor=cast.curator),
        lambda: drafts.remove(paper, actor=cast.curator),
        lambda: drafts.use_newest(paper, actor=cast.curator),
        lambda: issuing.reinstate(paper, actor=cast.director),
        lambda: issuing.register(paper, Requisites(TODAY), actor=cast.director),
        lambda: steps.return_(step, [(None, "Поздно.")], actor=cast.director),
    ):
        with pytest.raises(DomainError):
            deed()
    paper.refresh_from_db()
    assert (paper.state, paper.serial) == (State.REGISTERED, 1)


def test_words_that_a_document_was_drawn_up_by_stay_though_their_publication_was_taken_back_at_once(cast: Cast):
    with_head(cast)
    edition = published(cast.school)
    paper = order(cast)
    # A moment before the document came.
    Template.objects.filter(pk=edition.pk).update(state=Template.State.DRAFT, from_on=None)
    with pytest.raises(templates.InUse):
        templates.upload(edition, write_docx(with_words("Другое.")), version=edition.version, actor=cast.director)
    assert paper.template == edition
