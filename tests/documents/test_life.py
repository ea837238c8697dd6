"""An order from its draft to its end: numbered, frozen, kept; nothing of it changes afterwards."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.utils import timezone
from pdfplumber import open as open_pdf

from nastavnik import measures
from nastavnik.accounts.keyring.files import files
from nastavnik.approvals.models import Chain
from nastavnik.approvals.services import steps
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.documents import listening
from nastavnik.documents.contents import asked_of, digest, put_together
from nastavnik.documents.fingerprints import code_typed, written_code
from nastavnik.documents.models import Counter, Paper, State
from nastavnik.documents.refusals import NumberFromRegister, WrongState
from nastavnik.documents.services import approval, cases, drafts, issuing
from nastavnik.documents.services.verifying import Count, Fault, check_all
from nastavnik.org.models import Fact
from nastavnik.org.services.facts import set_fact
from tests.cast import Cast
from tests.documents.papers import CURATOR, order, sent, signed, with_head

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


def words(pdf_key: str) -> str:
    with open_pdf(io.BytesIO(files.read(pdf_key))) as pdf:
        return " ".join(page.extract_text() for page in pdf.pages)


def test_the_head_signs_an_order_and_it_has_its_number_its_bytes_and_its_code(cast: Cast):
    with_head(cast)
    paper = signed(cast)

    assert (paper.state, paper.serial, paper.number) == (State.REGISTERED, 1, "1-од")
    assert paper.signer_name == "Громова Елена Павловна"
    said = words(paper.pdf_key)
    assert "№ 1-од" in said
    assert "Белову Анну Сергеевну" in said
    assert written_code(paper.check_code or "") in said
    assert "ПРОЕКТ" not in said
    assert digest(files.read(paper.docx_key)) == paper.docx_digest
    assert Chain.objects.get(subject_uid=paper.uid).state == Chain.State.APPROVED


def test_numbers_follow_one_another_and_one_not_used_is_not_given(cast: Cast):
    with_head(cast)
    paper, step = sent(cast)
    with pytest.raises(Invalid):
        approval.sign(paper, step, on=timezone.localdate() + dt.timedelta(days=1), actor=cast.director)
    assert not Counter.objects.filter(last__gt=0).exists()

    assert [signed(cast).number for _time in range(2)] == ["1-од", "2-од"]
    assert approval.sign(paper, step, on=timezone.localdate(), actor=cast.director).number == "3-од"


def test_an_order_signed_last_year_is_numbered_in_that_year(cast: Cast):
    with_head(cast)
    assert signed(cast).number == "1-од"
    assert signed(cast, on=dt.date(timezone.localdate().year - 1, 12, 30)).serial == 1


def test_a_draft_shows_that_it_is_one_and_follows_the_live_data(cast: Cast):
    with_head(cast)
    paper = order(cast)
    shown = put_together(paper).document
    assert "ПРОЕКТ" in shown.header[0].text
    set_fact(cast.school, Fact.Kind.CITY, "г. Заречный", from_on=timezone.localdate(), actor=cast.curator)
    assert any("Заречный" in str(block) for block in put_together(paper).document.blocks)
    assert any("20___" in str(block) for block in shown.blocks)


def test_what_was_issued_stays_whatever_becomes_of_the_data(cast: Cast):
    with_head(cast)
    paper = signed(cast)
    before = files.read(paper.pdf_key)
    set_fact(cast.school, Fact.Kind.HEAD_NAME, "Новикова Ольга Ивановна", from_on=timezone.localdate(), actor=None)

    with pytest.raises(WrongState):
        drafts.rewrite(paper, CURATOR, version=paper.version, actor=cast.curator)
    paper.refresh_from_db()
    assert files.read(paper.pdf_key) == before
    count = Count()
    assert list(check_all(count)) == []
    assert (count.documents, count.redrawn) == (1, 1)


def test_a_kept_file_that_was_changed_is_found(cast: Cast):
    with_head(cast)
    paper, other = signed(cast), signed(cast)
    Paper.objects.filter(pk=paper.pk).update(pdf_key=other.pdf_key)
    assert [(found.what, found.fault) for found in check_all(Count())] == [("pdf", Fault.CHANGED)]
    files.delete(other.docx_key)
    assert {found.fault for found in check_all(Count(), redraw=False)} == {Fault.CHANGED, Fault.MISSING}


def test_data_changed_past_the_program_are_found(cast: Cast):
    with_head(cast)
    paper = signed(cast)
    paper.payload = paper.payload.replace("Белова", "Чернова")
    paper.save(update_fields=["payload"])
    assert [found.fault for found in check_all(Count())] == [Fault.PAYLOAD]


def test_an_unfinished_draft_is_not_sent_and_says_what_is_missing(cast: Cast):
    with_head(cast)
    paper = order(cast, duties=[])
    with pytest.raises(Invalid) as refusal:
        approval.send(paper, actor=cast.curator)
    assert "duties" in refusal.value.fields
    paper.refresh_from_db()
    assert paper.state == State.DRAFT


def test_a_returned_order_is_mended_and_sent_again(cast: Cast):
    with_head(cast)
    paper, step = sent(cast)
    steps.return_(step, [(None, "Уточните срок.")], actor=cast.director)
    paper.refresh_from_db()
    assert paper.state == State.RETURNED
    drafts.rewrite(paper, {**CURATOR, "control": "возлагаю на себя"}, version=paper.version, actor=cast.curator)
    approval.send(paper, actor=cast.curator)
    paper.refresh_from_db()
    assert paper.state == State.ON_AGREEMENT


def test_an_order_takes_no_number_typed_by_hand(cast: Cast):
    with_head(cast)
    paper, step = sent(cast)
    with pytest.raises(NumberFromRegister):
        steps.approve(step, order_no="77", on=timezone.localdate(), actor=cast.director)
    paper.refresh_from_db()
    assert paper.state == State.ON_AGREEMENT


def test_an_order_signed_on_paper_is_written_down_and_says_so(cast: Cast):
    with_head(cast)
    paper = issuing.register(order(cast), issuing.Requisites(YESTERDAY, number="15"), actor=cast.users["registrar"])
    assert (paper.number, paper.serial) == ("15", None)
    assert Chain.objects.get(subject_uid=paper.uid).is_retroactive


def test_a_new_edition_ends_the_old_one(cast: Cast):
    with_head(cast)
    old = signed(cast, on=YESTERDAY)
    new = drafts.new_edition(old, actor=cast.curator)
    assert asked_of(new) == asked_of(old)
    chain = approval.send(new, actor=cast.curator)
    approval.sign(new, chain.steps.get(state="current"), on=timezone.localdate(), actor=cast.director)
    old.refresh_from_db()
    assert (old.state, old.ended_on) == (State.REPLACED, timezone.localdate())


def test_those_who_watch_a_kind_are_told_both_ways(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    told: list[object] = []
    monkeypatch.setattr(listening, "_listeners", [lambda *what: told.append(what)])
    with_head(cast)
    paper = signed(cast)
    issuing.repeal(paper, on=timezone.localdate(), basis="Издан новый приказ", actor=cast.director)
    issuing.reinstate(paper, actor=cast.director)
    today = timezone.localdate()
    assert told == [
        (cast.school.pk, "order_curator", today),
        (cast.school.pk, "order_curator", None),
        (cast.school.pk, "order_curator", today),
    ]


def test_only_those_of_the_organisation_draw_up_and_register(cast: Cast):
    with pytest.raises(NotAllowed):
        drafts.draw_up(cast.school, "order_curator", CURATOR, actor=cast.sibling_curator)
    with pytest.raises(NotAllowed):
        issuing.register(order(cast), issuing.Requisites(YESTERDAY), actor=cast.curator)


def test_a_school_begins_with_the_usual_list_of_files(cast: Cast):
    assert [case.index for case in cases.cases_of(cast.school)][:2] == ["01-01", "01-02"]
    made = cases.add_case(
        cast.school, index="02-01", title="Приказы о кураторах", codes=["order_curator"], pattern="{index}/{n}-к",
        is_yearly=False, actor=cast.director,
    )  # fmt: skip
    assert cases.case_for(cast.school, "order_curator") == made
    with_head(cast)
    assert signed(cast).number == "02-01/1-к"
    with pytest.raises(Invalid):
        cases.refuse_pattern("од")


def test_a_code_is_read_as_people_type_it():
    assert code_typed("0000-0000-00") is None
    for _time in range(50):
        from nastavnik.documents.fingerprints import new_code

        code = new_code()
        assert code_typed(written_code(code).lower()) == code
        wrong = ("A" if code[0] != "A" else "B") + code[1:]
        assert code_typed(wrong) is None


def test_the_figure_of_local_acts_wants_all_of_one_model(cast: Cast):
    with_head(cast)
    signed(cast)
    today = timezone.localdate()
    value = measures.value("documents.package_adopted", cast.school, measures.year(today.year), today)
    assert value.numerator == 0
