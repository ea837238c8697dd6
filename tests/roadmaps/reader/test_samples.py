"""The demo's documents against what a person would read out of them, and every letter of them accounted for."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from nastavnik.roadmaps.reader import Plan, read_roadmap
from tests.roadmaps.reader.layouts import make
from tests.roadmaps.reader.make_samples import DOCUMENTS, TRUTHS, truth
from tests.roadmaps.reader.sample_plans import PLANS
from tests.roadmaps.reader.writers import WRITERS

NAMES = sorted(plan.name for plan in PLANS)


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return {name: read_roadmap(DOCUMENTS / name) for name in NAMES}


def flat(text: str | None) -> str:
    return " ".join((text or "").rstrip(" .").split())


def told(data: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        (item["number"].rstrip("."), item["section"], flat(item["title"]), flat(item["deadline_text"]),
         tuple(item["responsible"]), flat(item["result"]), item["subsection"])
        for item in data["items"]
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_as_a_person_reads_it(plans: dict[str, Plan], name: str):
    data = plans[name].to_json()
    wanted = json.loads((TRUTHS / f"{Path(name).stem}.json").read_text(encoding="utf-8"))

    assert told(data) == told(wanted)
    assert (data["title"], data["organisation"], data["columns"], data["period"]) == (
        wanted["title"], wanted["organisation"], wanted["columns"], wanted["period"],
    )  # fmt: skip
    assert {key: data["approval"][key] for key in wanted["approval"]} == wanted["approval"]
    sections = [{key: section[key] for key in ("number", "title", "deadline_text")} for section in data["sections"]]
    assert sections == wanted["sections"]
    assert [item["title"] for item in data["items"] if item["expected_deadline"]["kind"] == "unknown"] == []


def test_the_committed_truths_are_those_of_the_script():
    for plan in PLANS:
        assert json.loads((TRUTHS / f"{Path(plan.name).stem}.json").read_text(encoding="utf-8")) == truth(plan)


def test_indicators_beside_the_plan_are_read(plans: dict[str, Plan]):
    indicators = plans["school_slides.txt"].indicators

    assert [(each.name, each.values) for each in indicators] == [
        ("Доля обучающихся, вовлечённых в наставничество, %", {"2026": 30, "2027": 50, "2028": 70}),
        ("Доля молодых педагогов, имеющих наставника, %", {"2026": 35, "2027": 50}),
        ("Уровень удовлетворённости наставляемых, %", {"2028": 85}),
    ]


def test_what_a_person_should_look_at_is_flagged(plans: dict[str, Plan]):
    def codes(name: str, number: str) -> set[str]:
        return {flag.code for line in plans[name].lines if line.number == number for flag in line.flags}

    assert codes("club_plan.docx", "2.3") == {"date_in_responsible"}
    assert codes("club_plan.docx", "4.20") == {"number_contradicts_section"}
    assert codes("city_plan.docx", "2.3.") == {"deadline_inside_title"}
    assert codes("district_plan.docx", "3.1.") == {"outside_section_period"}
    assert codes("school_teachers.docx", "1.1.") == {"outside_plan_period"}
    assert codes("school_plan.pdf", "1.2") == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_survives_json_without_loss(plans: dict[str, Plan], name: str):
    plan = plans[name]

    again = Plan.from_json(json.loads(json.dumps(plan.to_json(), ensure_ascii=False)))

    assert again == plan
    assert again.to_json() == plan.to_json()


# --------------------------------------------------------------------- zero silent loss


def words(text: str) -> Counter[str]:
    """Words without regard to hyphens at line ends, which the reader undoes."""
    return Counter(re.findall(r"\w", text.lower()))


def raw_text(path: Path) -> str:
    """All text of a document, taken from it by other means than the reader's."""
    if path.suffix == ".pdf":
        import pypdf

        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix in (".docx", ".xlsx"):
        out = []
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if re.match(r"word/document\.xml|xl/sharedStrings\.xml", name):
                    out += [
                        element.text or ""
                        for element in etree.fromstring(archive.read(name)).iter()
                        if str(element.tag).endswith("}t")
                    ]
        return "\n".join(out)
    text = re.sub(r"(?s)<head>.*?</head>", "", path.read_text(encoding="utf-8"))
    return re.sub(r"<[^>]+>|\|?---[-|]*", " ", text.replace("&nbsp;", " "))


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_sample_is_accounted_for(plans: dict[str, Plan], name: str):
    missing = words(raw_text(DOCUMENTS / name)) - words(" ".join(cell.text for cell in plans[name].cells))

    assert missing == Counter()


@pytest.mark.parametrize("fmt", sorted(WRITERS))
@pytest.mark.parametrize("seed", [2, 5, 9, 17])
def test_every_letter_of_an_invented_layout_is_accounted_for(tmp_path: Path, fmt: str, seed: int):
    path = tmp_path / f"plan.{fmt}"
    WRITERS[fmt](make(seed)[0], path)

    plan = read_roadmap(path)

    assert words(raw_text(path)) - words(" ".join(cell.text for cell in plan.cells)) == Counter()


@pytest.mark.parametrize("name", NAMES)
def test_each_text_has_a_fate_a_reason_and_a_place_of_its_own(plans: dict[str, Plan], name: str):
    cells = plans[name].cells

    assert {cell.fate for cell in cells} <= {"imported", "flagged", "ignored"}
    assert all(cell.reason and cell.place for cell in cells)
    assert len({cell.place for cell in cells}) == len(cells)
    assert [cell for cell in cells if "Не удалось понять" in cell.reason] == []


@pytest.mark.parametrize("name", NAMES)
def test_imported_words_are_in_the_plan(plans: dict[str, Plan], name: str):
    """An import that the plan does not show would be a silent loss with a good conscience."""
    data = plans[name].to_json()
    shown = {key: value for key, value in data.items() if key not in ("cells", "ignored", "flags")}
    known = set(re.findall(r"\w+", json.dumps(shown, ensure_ascii=False).lower()))

    for cell in plans[name].cells:
        if cell.fate == "imported" and not cell.reason.startswith(("Гриф", "Организация", "Отметка")):
            assert set(re.findall(r"\w+", cell.text.lower())) <= known, cell


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_of_a_line_points_at_its_line(plans: dict[str, Plan], name: str):
    plan = plans[name]
    for index, line in enumerate(plan.lines):
        assert line.sources
        for cell in plan.cells:
            if cell.line == index and cell.reason == "Мероприятие":
                assert line.title.split()[0] in cell.text
