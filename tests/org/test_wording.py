from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.org.wording import needles, search_form, sort_form


def finds(query: str, *names: str) -> bool:
    return all(needle in search_form(*names) for needle in needles(query))


def test_case_yo_quotes_and_dashes_do_not_matter():
    assert finds("ЕЛКА", "Детский сад «Ёлка»")
    assert finds("юго-запад", "ИМЦ Юго-Западного района")


def test_a_number_is_found_whole_and_a_word_by_its_beginning():
    school = "ГБОУ школа № 15 Приозёрного района"
    assert finds("школ 15", school)
    assert not finds("школа 5", school)
    assert not finds("кола", school)


def test_words_are_found_in_any_order_and_in_any_of_the_names():
    assert finds("лицей 8", "Лицей № 8", "Общеобразовательное учреждение")
    assert finds("8 учреждение", "Лицей № 8", "Общеобразовательное учреждение")


def test_numbers_stand_in_the_order_of_their_value():
    names = ["Школа № 10", "Школа № 9", "Школа № 100", "Школа № 2"]
    assert sorted(names, key=sort_form) == ["Школа № 2", "Школа № 9", "Школа № 10", "Школа № 100"]


@given(st.text(max_size=80))
def test_every_name_is_found_by_itself(name):
    assert finds(name, name)
