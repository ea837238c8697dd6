"""An operator changes the template of a document and nobody can be harmed by it, within the clicks."""

from __future__ import annotations

from pathlib import Path

import docx

from nastavnik.documents.services import drafts
from tests.browser.journeys import Walk
from tests.cast import Cast

KIND = "Приказ о назначении куратора"


def test_a_template_is_edited_safely(people: Cast, tmp_path: Path, walk: Walk) -> None:
    path = tmp_path / "template.docx"
    with walk("operator 10", people.regional_operator) as hand:
        page = hand.page
        hand.follow(page.get_by_role("navigation").get_by_role("link", name="Шаблоны документов"))
        hand.follow(page.get_by_role("link", name=KIND))
        with page.expect_download() as taken:
            hand.click(page.get_by_role("link", name="Скачать для правки"))
        taken.value.save_as(path)
        edited = docx.Document(str(path))
        edited.add_paragraph("С приказом ознакомить {{ curator|accs }}.")
        edited.save(str(path))

        with page.expect_event("load"):
            hand.choose_file(page.locator("input[type=file]"), path)
        hand.sees(page.locator(".sheet", has_text="С приказом ознакомить Соколову"))
        assert drafts.template_in_use(people.school, "order_curator") is None
        hand.follow(page.get_by_role("button", name="Ввести в действие"))
        hand.sees(page.get_by_text("Редакция введена в действие"))

    assert drafts.template_in_use(people.school, "order_curator") is not None
