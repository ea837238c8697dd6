"""Which document a line asks for, by its words alone."""

from __future__ import annotations

import pytest

from nastavnik.org.reference import __file__ as reference
from nastavnik.roadmaps.kinds import EVIDENCE, rule_for
from nastavnik.roadmaps.kinds.evidence import DOCUMENT
from nastavnik.roadmaps.kinds.papers import _MARKS, paper_of

LABELLED = [
    ("Издание приказа о внедрении целевой модели наставничества", "order_launch"),
    ("Подготовить и подписать приказ о запуске программы наставничества", "order_launch"),
    ("Распорядительные акты о внедрении ЦМН: сроки, ответственные, утверждение положения", "order_launch"),
    ("Назначить куратора программы наставничества", ""),
    ("Приказ о назначении куратора и команды", "order_curator"),
    ("Издать приказ о создании рабочей группы", "order_working_group"),
    ("Разработать и утвердить положение о программе наставничества", "regulation_learners"),
    ("Положение о системе наставничества педагогических работников", "regulation_teachers"),
    ("Утверждение типового положения о наставничестве", "typical_regulation"),
    ("Разработка типовой формы программы наставничества и методики её формирования", "typical_programme"),
    ("Разработка и утверждение программы наставничества школы", "programme"),
    ("Приказ о закреплении наставнических пар и групп", "order_pairs"),
    ("Закрепить пары приказом директора", "order_pairs"),
    ("Утвердить систему мотивации наставников", "motivation_system"),
    ("Меры доступности программ для детей с ОВЗ", "access_measures"),
    ("Приказ о проведении итогового мероприятия", "order_event"),
    ("Положение о конкурсе лучших практик наставничества", "contest_regulation"),
    ("Подготовка пакета локальных актов: приказ, положение, программа", ""),
    ("Разработка персонализированных программ наставничества", ""),
    ("Провести встречу наставников", ""),
    ("", ""),
]


@pytest.mark.parametrize(("title", "code"), LABELLED)
def test_a_line_names_its_document(title: str, code: str):
    assert paper_of(title) == code


def test_the_column_of_results_tells_what_the_title_does_not():
    assert paper_of("Нормативное обеспечение", "Приказ о назначении куратора") == "order_curator"


def test_every_document_that_a_rule_may_name_stands_in_the_reference_list():
    from pathlib import Path

    kinds = Path(reference).with_name("documents.yaml").read_text(encoding="utf-8")
    named = {mark.code for mark in _MARKS} | {
        sketch.code for sketch in EVIDENCE.values() if sketch.kind == DOCUMENT and sketch.exists
    }
    assert all(f"code: {code}\n" in kinds for code in named)


def test_other_work_keeps_the_rule_of_its_kind():
    assert rule_for("mentor-training", "Приказ об обучении наставников") == EVIDENCE["mentor-training"]
    assert rule_for("local-acts", "Подготовка локальных нормативных актов") == EVIDENCE["local-acts"]
