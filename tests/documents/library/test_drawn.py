"""What comes out of the templates: pages, files that open, Russian cases, lines to write upon."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from nastavnik.documents.acts import within
from nastavnik.documents.fingerprints import marked, new_code
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.reading import read_tree
from nastavnik.documents.speech import Speech
from nastavnik.documents.tree import Paragraph, Run, Table
from nastavnik.documents.writers.docx import write_docx
from tests.documents.library import drawn
from tests.documents.library.drawn import shipped

PAGES = {
    "order_curator": 1, "order_working_group": 1, "order_approval": 1, "order_coordinator": 1, "order_launch": 2,
    "order_pairs": 2, "order_event": 2, "minutes_council": 1, "consent_adult": 1, "consent_minor": 1,
    "consent_own_ack": 1,
    "consent_publication": 1, "consent_duties": 1, "withdrawal_notice": 1, "extra_agreement": 1,
    "partner_agreement": 2, "thanks_letter": 1, "certificate": 1, "memo_mentor": 1,
}  # fmt: skip

ADDRESS = "https://nastavnik.obrazovanie-priozersk.example/v/7K2M9QXB4TA/"


@pytest.mark.parametrize(("code", "count"), PAGES.items())
def test_it_takes_as_many_pages_as_its_like_and_none_for_its_mark(code: str, count: int):
    document = marked(drawn.sample(code), new_code(), ADDRESS)
    assert drawn.pages(document) == count
    assert document.seal is not None
    # Below the words, and further from the edge of the paper than printers leave white.
    assert document.seal_top > document.page.height - document.page.bottom
    assert document.seal_top + document.seal.height <= document.page.height - 5
    written = write_docx(document)
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        body = archive.read("word/document.xml").decode()
    assert re.findall(r'relativeFrom="page"><wp:posOffset>(\d+)<', body) == [str(round(document.seal_top * 36_000))]
    read = read_tree(written)
    assert read.seal is not None
    assert (read.seal.width, read.seal.alt, read.footer) == (14, document.seal.alt, document.footer)


# As long as names and addresses come.
LONG_NAME = "Абдурахманова-Константиновская Александра Вячеславовна"
LONG_ORG = {
    "name": "МБОУ «Средняя общеобразовательная школа № 113 с углублённым изучением отдельных предметов»",
    "full": "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 113"
    " с углублённым изучением отдельных предметов имени Героя Советского Союза Алексея Петровича Маресьева»"
    " городского округа Заречный",
    "address": "623280, Приозёрная область, городской округ Заречный, улица Космонавта Владислава Волкова, дом 113,"
    " корпус 2",
}


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("consent_minor", ("representative", "child")), ("consent_adult", ("subject",)),
        ("consent_own_ack", ("subject",)),
        ("consent_publication", ("subject", "child")), ("consent_duties", ("worker",)),
        ("extra_agreement", ("worker",)),
    ],
)  # fmt: skip
def test_with_the_longest_names_it_stays_on_its_sheet(code: str, named: tuple[str, ...]):
    """With its mark and a line to spare: Word and LibreOffice set some lines a little higher."""
    people = {name: {"name": LONG_NAME, "post": "заместитель директора"} for name in named}
    operator = {} if "worker" in named else {"operator": None}
    document = marked(
        drawn.sample(code, org=LONG_ORG, **people, **operator), new_code(), ADDRESS
    )  # fmt: skip
    spare = Paragraph((Run("Ещё одна строка"),))
    assert drawn.pages(replace(document, blocks=(spare, *document.blocks))) == 1


def test_a_small_table_of_stages_is_not_torn():
    stages = next(
        block for block in drawn.sample("contest_regulation").blocks
        if isinstance(block, Table) and block.title == "Этапы и сроки"
    )  # fmt: skip
    words = [line for row in stages.rows for cell in row.cells for line in cell.blocks]
    assert words
    assert all(isinstance(line, Paragraph) and line.keep for line in words)


@pytest.mark.parametrize("code", PAGES)
def test_word_gets_the_same_words(code: str):
    document = drawn.sample(code)
    body = docx.Document(io.BytesIO(write_docx(document))).element.body
    said = {qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}
    written = [
        "".join(said.get(piece.tag, piece.text or "") for piece in each.iter(qn("w:t"), *said))
        for each in body.iter(qn("w:p"))
    ]
    assert [line for line in written if line.strip()] == [line for line in drawn.lines(document) if line.strip()]


def test_names_posts_and_organisations_stand_in_their_cases():
    said = drawn.text(drawn.sample("order_curator", Speech()))
    assert "Назначить Соколову Марину Игоревну, заместителя директора по воспитательной работе, куратором" in said
    assert "на срок с 1 сентября 2026 г. по 31 мая 2027 г.\n" in said
    assert "в МБОУ «Средняя школа № 3 г. Заречного»" in said
    launch = drawn.text(drawn.sample("order_launch", Speech()))
    assert "приказом управления образования администрации города Заречного от 27 августа 2026 г. № 115 «О" in launch
    assert "дорожную карту внедрения целевой модели наставничества на 2026/2027 учебный год" in launch
    asked = drawn.text(drawn.sample("withdrawal_notice", Speech()))
    assert (
        "Директору МБОУ «Средняя школа № 3 г. Заречного»\nГромовой Елене Павловне\nот Соколовой Марины Игоревны"
        in asked
    )


def test_the_numbers_of_clauses_pass_over_what_is_left_out():
    whole, without = drawn.sample("order_launch"), drawn.sample("order_launch", resources_responsible=None)
    clauses = [next(block for block in each.blocks if hasattr(block, "items")).items for each in (whole, without)]
    assert len(clauses[0]) - len(clauses[1]) == 1


@pytest.mark.parametrize(
    ("kind", "title"),
    [("thanks", "БЛАГОДАРНОСТЬ"), ("diploma", "ГРАМОТА"), ("parents", "БЛАГОДАРСТВЕННОЕ ПИСЬМО")],
)
def test_a_letter_of_thanks_is_of_one_kind(kind: str, title: str):
    lines = drawn.lines(drawn.sample("thanks_letter", kind=kind))
    assert [line for line in lines if line.isupper()] == [title]
    assert "{" not in "".join(lines)


@pytest.mark.parametrize("code", ["consent_adult", "consent_minor"])
def test_a_consent_holds_what_the_law_asks_for(code: str):
    """152-ФЗ, article 9, part 4: who, address, document, operator, purpose, data, processor, actions, term, sign."""
    said = drawn.text(drawn.sample(code))
    asked = (
        "проживающий(ая) по адресу: ____", "документ: ____", "оператору: ", "Цель обработки: ",
        "Перечень персональных данных", "Перечень действий", "по поручению оператора", "Согласие действует ",
        "Согласие можно отозвать ", "(подпись)",
    )  # fmt: skip
    assert [piece for piece in asked if piece not in said] == []
    blanks = {field.name for field in TEMPLATES[code].form.own if not field.stored}
    assert blanks & set(TEMPLATES[code].form.sample()) == set()


def test_a_new_document_begins_with_what_most_write():
    for built in TEMPLATES.values():
        assert set(built.beginning) == set(built.usual)
        assert built.form.check({**built.form.sample(), **built.beginning}) == {}


def test_every_act_of_the_reference_list_is_cited_in_its_case():
    titles = [within(act["title_ru"]) for act in shipped("acts")]
    speech = Speech()
    said = drawn.text(drawn.sample("order_curator", speech, acts=[{"kind_title": title} for title in titles]))
    assert said.count("распоряжением ") == sum(title.startswith("распоряжение ") for title in titles)
    assert (
        "В соответствии с распоряжением Минпросвещения России от 25.12.2019 № Р-145, письмом Минпросвещения" in said
    )
    assert "Федеральным законом от 27.07.2006 № 152-ФЗ «О персональных данных»" in said
    assert not [guess for guess in speech.guesses.values() if guess.text in titles]
