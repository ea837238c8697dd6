"""Regulations, programmes, sheets, letters: their pages, what is chosen and left out, the reference lists' words."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from nastavnik.documents.language import check, compiled
from nastavnik.documents.library import TEMPLATES, mentoring_forms
from nastavnik.documents.reading import read_tree
from nastavnik.documents.speech import Speech
from nastavnik.documents.writers.docx import write_docx
from nastavnik.org.services.shipped import SHIPPED
from tests.documents.library import drawn

PAGES = {
    "regulation_learners": 6, "regulation_teachers": 4, "programme": 5, "motivation_system": 2, "access_measures": 2,
    "typical_regulation": 4, "typical_programme": 2, "contest_regulation": 3, "expert_conclusion": 1,
    "interview_sheet": 1, "training_sheet": 1, "swot": 1, "feedback_sheet": 1, "reflection_sheet": 1, "letter": 1,
    "recommendation": 1, "erasure_act": 1, "roadmap": 1,
}  # fmt: skip
ACTS = [
    {"kind_title": "Трудовой кодекс Российской Федерации (статья 351.8)"},
    {"kind_title": "Федеральный закон", "number": "152-ФЗ", "date": "2006-07-27", "title": "О персональных данных"},
]
# The rest of them is looked at in the whole run only.
_QUICK = ("regulation_learners", "typical_regulation", "programme", "swot", "letter", "roadmap")
EACH = [pytest.param(code, marks=() if code in _QUICK else pytest.mark.slow) for code in PAGES]
_NUMBERS = re.compile(r"^(\d+)\.(\d+)\. ")


def of_reference(file: str, code: str) -> list[dict[str, Any]]:
    return yaml.load((SHIPPED / file).read_bytes(), Loader=yaml.CSafeLoader)[code]["entries"]


@pytest.mark.parametrize("code", EACH)
def test_it_takes_as_many_pages_as_its_like(code: str):
    assert drawn.pages(drawn.sample(code)) == PAGES[code]


@pytest.mark.parametrize("code", EACH)
def test_a_copy_that_went_through_word_says_the_same(code: str):
    built = TEMPLATES[code]
    copy = read_tree(write_docx(built.document))
    assert check(copy, built.form) == ()
    said = compiled(copy, built.form).fill(built.form.sample(), words=Speech())
    assert written(said) == written(drawn.sample(code, Speech()))


def written(document: Any) -> list[str]:
    return [line for line in drawn.lines(document) if line.strip()]


def test_acts_are_cited_in_their_case_and_a_draft_without_them_goes_on():
    with_acts = drawn.text(drawn.sample("regulation_teachers", Speech(), acts=ACTS))
    assert (
        "1.1. Настоящее Положение (далее – Положение) о системе наставничества педагогических работников принято в"
        " МБОУ «Средняя школа № 3 г. Заречного» (далее – организация) в соответствии с Трудовым кодексом Российской"
        " Федерации (статья 351.8), Федеральным законом от 27 июля 2006 г. № 152-ФЗ «О персональных данных»."
        " Положение определяет" in with_acts
    )
    without = drawn.text(drawn.sample("regulation_teachers", acts=[]))
    assert "(далее – организация). Положение определяет" in without


@pytest.mark.parametrize("code", [code for code, count in PAGES.items() if count > 2])
def test_clauses_of_a_chapter_follow_one_another(code: str):
    """1.1, 1.2, …, 2.1: no number is given twice or passed over."""
    found = [
        tuple(map(int, match.groups())) for line in written(drawn.sample(code)) if (match := _NUMBERS.match(line))
    ]
    chapters = sorted({chapter for chapter, _clause in found})
    assert found == [
        (chapter, place)
        for chapter in chapters
        for place in range(1, 1 + max(clause for of, clause in found if of == chapter))
    ]


def test_only_the_forms_chosen_are_described():
    said = drawn.text(drawn.sample("regulation_learners", forms=["student_pupil", "employer_pupil"]))
    assert [code for code, words in mentoring_forms.LEARNERS.items() if words in said] == [
        "student_pupil",
        "employer_pupil",
    ]
    assert f"{mentoring_forms.LEARNERS['employer_pupil']}.\n" in said


def test_forms_role_models_and_kinds_are_those_of_the_reference_lists():
    federal = [each for each in of_reference("programmes.yaml", "forms") if not each.get("regional")]
    choices = mentoring_forms.LEARNERS_CHOICES + mentoring_forms.TEACHERS_CHOICES
    assert choices == tuple((each["code"], each["title_ru"]) for each in federal)
    assert (
        tuple((each["code"], each["title_ru"]) for each in of_reference("programmes.yaml", "mentoring_kinds"))
        == mentoring_forms.KINDS_CHOICES
    )
    unnamed = [
        each["code"]
        for each in of_reference("programmes.yaml", "role_models")
        if f"«{each['title_ru']}»" not in mentoring_forms.LEARNERS[each["form"]]
    ]
    assert unnamed == []


def test_an_expert_weighs_every_criterion_of_the_reference_list():
    asked = [row["criterion"] for row in TEMPLATES["expert_conclusion"].form.sample()["scores"]]
    assert asked == [each["title_ru"] for each in of_reference("practices.yaml", "expertise_criteria")]
    outcome = next(each for each in TEMPLATES["expert_conclusion"].form.own if each.name == "outcome")
    assert outcome.choices == tuple(
        (each["code"], each["title_ru"]) for each in of_reference("practices.yaml", "expertise_outcomes")
    )


def test_a_blank_asks_its_questions_and_leaves_lines_for_the_answers():
    for code in ("feedback_sheet", "reflection_sheet"):
        said = written(drawn.sample(code, answers=["Что удалось?", "Что изменить?"]))
        place = said.index("1. Что удалось?")
        assert said[place + 3] == "2. Что изменить?"
        assert [set(line) for line in said[place + 1 : place + 3]] == [{"_"}, {"_"}]
        assert TEMPLATES[code].form.highest_class(TEMPLATES[code].form.sample()) == "P4"


def test_a_letter_names_its_addressee_in_the_dative():
    said = drawn.text(drawn.sample("letter", Speech()))
    assert "Начальнику управления образования администрации города Заречного\nВетровой Ольге Ильиничне" in said
    person = {"name": "Ларин Олег Петрович"}
    alone = drawn.text(drawn.sample("letter", Speech(), addressee=person, addressee_org=None, reply_to=None))
    assert "Ларину Олегу Петровичу" in alone
    assert "На №" not in alone


def test_a_road_map_stands_on_a_landscape_page_with_the_table_that_is_given():
    document = drawn.sample("roadmap")
    assert document.page.landscape
    layout = next(field for field in TEMPLATES["roadmap"].form.own if field.name == "layout")
    assert set(layout.options) == {each["code"] for each in of_reference("roadmaps.yaml", "roadmap_columns")}
    assert "Провести педагогический совет" in drawn.text(document)
