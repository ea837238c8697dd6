"""A plan laid out on paper is read back as the same plan, whatever columns it came with."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.layouts.rows import divided
from nastavnik.roadmaps.layouts.sheet import sheet_of
from nastavnik.roadmaps.layouts.words import LineWords, PlanWords, SectionWords, StampWords
from nastavnik.roadmaps.reader import Plan, read_roadmap

ROOT = Path(__file__).resolve().parents[2]
DEMO = sorted((ROOT / "nastavnik" / "cli" / "demo" / "documents").iterdir())
SAMPLES = [path for path in sorted((ROOT / "tests" / "heldout" / "plans").iterdir()) if path.suffix != ".json"]
YEAR = Period(dt.date(2026, 9, 1), dt.date(2027, 8, 31))
TITLE = "План мероприятий («дорожная карта») по внедрению наставничества на 2026-2027 учебный год"


def words_of(plan: Plan) -> PlanWords:
    """What the product keeps of ``plan``."""
    refs = [section.ref for section in plan.sections]
    lines, last = [], 0
    for line in plan.lines:
        section = next((n for n in (*range(last, len(refs)), *range(last)) if refs[n] == line.section), None)
        last = last if section is None else section
        lines.append(
            LineWords(
                line.number, line.title, line.deadline_text, ", ".join(party.text for party in line.responsible),
                line.result, line.remark or line.form, line.subsection or "", section,
                tuple((party.text, party.column) for party in line.responsible),
                tuple(part.text for part in line.sub_items),
            )
        )  # fmt: skip
    read = plan.approval
    stamp = StampWords(read.status == "annex", read.order_no or "", read.date, read.position or "", read.person or "")
    return PlanWords(
        plan.title, plan.period or YEAR, tuple(lines),
        tuple(SectionWords(section.number, section.title, section.deadline_text) for section in plan.sections),
        tuple(plan.columns), plan.organisation or "", None if read.status == "none" else stamp,
    )  # fmt: skip


def told(plan: Plan) -> dict[str, object]:
    """What must be the same on both sides; a full stop after a number does not matter."""
    stamp = plan.approval
    return {
        "title": plan.title,
        "period": plan.period,
        "columns": plan.columns,
        "stamp": (stamp.status, stamp.order_no, stamp.date, stamp.position, stamp.person),
        "sections": [
            (bare(section.number), section.title, section.deadline_text)
            for section in plan.sections
            if any(line.section == section.ref for line in plan.lines)
        ],
        "lines": [
            (
                bare(line.number), bare(line.section or ""), line.title, line.deadline_text, line.result,
                [party.text for party in line.responsible], [part.text for part in line.sub_items],
                line.remark or line.form,
            )
            for line in plan.lines
        ],
    }  # fmt: skip


def bare(number: str) -> str:
    return number.rstrip(". ")


def reread(plan: PlanWords, folder: Path, write=write_docx) -> Plan:
    path = folder / f"plan.{'pdf' if write is write_pdf else 'docx'}"
    path.write_bytes(write(sheet_of(plan)))
    return read_roadmap(path)


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=pytest.mark.slow) if path.suffix == ".pdf" else path for path in DEMO],
    ids=lambda path: path.name,
)
def test_documents_of_the_demo_come_back_from_word(path, tmp_path):
    plan = read_roadmap(path)

    for merges in (False, True):
        assert told(reread(replace(words_of(plan), merges=merges), tmp_path)) == told(plan)


@pytest.mark.slow
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_held_out_documents_come_back_from_word(path, tmp_path):
    plan = read_roadmap(path)

    assert told(reread(words_of(plan), tmp_path)) == told(plan)


@pytest.mark.slow
def test_most_lines_come_back_from_pdf(tmp_path):
    same = count = 0
    for path in (*DEMO, *SAMPLES):
        plan = read_roadmap(path)
        before, after = told(plan)["lines"], told(reread(words_of(plan), tmp_path, write_pdf))["lines"]
        count += len(before)
        same += sum(line in after for line in before)

    assert same / count >= 0.95


BANK = ("провести", "встречу", "наставников", "для школы", "«Заря»", "&", "<b>", "5-х классов", "анкеты")
WORDS = st.lists(st.sampled_from(BANK), min_size=2, max_size=12).map(lambda words: " ".join(words).capitalize())
TERMS = st.sampled_from(["до 15 октября", "ноябрь", "1 раз в квартал", "в течение года", "до 10.09.2026"])
POSTS = st.lists(st.sampled_from(["директор", "куратор", "педагог-психолог"]), min_size=1, max_size=3, unique=True)


@st.composite
def plans(draw):
    sections = tuple(SectionWords(str(n), draw(WORDS)) for n in range(1, draw(st.integers(1, 3)) + 1))
    lines = []
    for place, section in enumerate(sections):
        for n in range(1, draw(st.integers(1, 4)) + 1):
            posts = draw(POSTS)
            lines.append(
                LineWords(
                    f"{section.number}.{n}", draw(WORDS), draw(TERMS), ", ".join(posts), draw(st.just("") | WORDS),
                    section=place, parties=tuple((post, "") for post in posts),
                )
            )  # fmt: skip
    return PlanWords(TITLE, YEAR, tuple(lines), sections, merges=draw(st.booleans()), is_draft=draw(st.booleans()))


@settings(max_examples=15, deadline=None)
@given(plans())
def test_any_plan_made_by_hand_comes_back(tmp_path_factory, plan):
    read = reread(plan, tmp_path_factory.mktemp("plan"))

    kept = words_of(read)
    assert kept.title == plan.title
    assert [(bare(section.number), section.title) for section in kept.sections] == [
        (section.number, section.title) for section in plan.sections
    ]
    assert [
        (line.number, line.title, line.term, line.responsible, line.result, line.section) for line in kept.lines
    ] == [(line.number, line.title, line.term, line.responsible, line.result, line.section) for line in plan.lines]


def test_the_sheet_says_what_the_plan_is(tmp_path):
    stamp = StampWords(False, "145-од", dt.date(2026, 9, 1), "Директор школы № 7", "А.А. Иванова")
    line = LineWords("1", "Издать приказ", "сентябрь", "директор", parties=(("директор", ""),))
    plan = PlanWords(
        "План внедрения наставничества", YEAR, (line,), organisation="Школа № 7", stamp=stamp, is_draft=True,
        edition=3, chosen="Состояние: просрочено",
    )  # fmt: skip

    data = write_docx(sheet_of(plan))
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    words = [paragraph.text.replace("\u00a0", " ") for paragraph in paragraphs if paragraph.text]
    assert words == [
        "ПРОЕКТ", "УТВЕРЖДАЮ", "Директор школы № 7", "____________ А.А. Иванова",
        "Приказ от 1 сентября 2026 г. № 145-од", "Школа № 7", "План внедрения наставничества",
        "Период: 2026/2027 учебный год", "Редакция 3", "Только выбранные пункты (Состояние: просрочено)",
    ]  # fmt: skip
    assert (reread(plan, tmp_path).period, reread(plan, tmp_path).approval.order_no) == (YEAR, "145-од")


def test_equal_cells_under_each_other_become_one(tmp_path):
    rows = [("1", "май"), ("2", "май"), ("3", "июнь")]
    lines = tuple(LineWords(n, f"Дело {n}", term, "директор", "Приказ", section=0) for n, term in rows)
    plan = PlanWords(TITLE, YEAR, lines, (SectionWords("I", "Подготовка"),), merges=True)

    table = docx.Document(io.BytesIO(write_docx(sheet_of(plan)))).tables[0]
    merged = table._tbl.xpath("count(.//w:vMerge[@w:val='restart'])")
    assert merged == 3  # the term of two lines, the party and the result of three
    assert [line.deadline_text for line in reread(plan, tmp_path).lines] == ["май", "май", "июнь"]


def test_level_columns_stand_under_a_joint_heading(tmp_path):
    parties = (("отдел образования", "муниципальные"), ("директор", "ОО"))
    line = LineWords("1", "Утвердить план", "май", "отдел образования, директор", parties=parties)
    usual = ("№ п/п", "мероприятия", "сроки исполнения", "ответственные: муниципальные", "ответственные: ОО")
    plan = PlanWords(TITLE, YEAR, (line, replace(line, number="2")), usual=usual)

    read = reread(plan, tmp_path)

    assert read.columns == ["№ п/п", "Мероприятия", "Сроки исполнения", "муниципальные", "ОО"]
    assert [(party.text, party.column) for party in read.lines[0].responsible] == list(parties)


@pytest.mark.parametrize(
    ("title", "parts", "pieces"),
    [
        ("Разработать: - план; - приказ", ["план", "приказ"], ["Разработать:", "- план;", "- приказ"]),
        ("Разработать", ["план", "приказ"], ["Разработать", "– план", "– приказ"]),
        ("Разработать", [], ["Разработать"]),
        ("План работы по плану", ["план"], ["План работы по плану", "– план"]),
    ],
)
def test_parts_stand_under_the_title(title, parts, pieces):
    assert divided(title, parts) == pieces
