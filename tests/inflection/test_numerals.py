"""Numbers with nouns and in words, ordinals, dates."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.documents.inflection import (
    Case,
    count,
    date_in_words,
    date_text,
    number_in_words,
    ordinal_in_words,
    roman,
    school_year,
    year_in_words,
)


@pytest.mark.parametrize(
    ("number", "noun", "case", "written"),
    [
        (1, "наставник", "nomn", "1 наставник"),
        (3, "наставник", "nomn", "3 наставника"),
        (5, "наставник", "nomn", "5 наставников"),
        (11, "наставник", "nomn", "11 наставников"),
        (21, "наставник", "datv", "21 наставнику"),
        (2, "наставник", "accs", "2 наставников"),
        (22, "наставник", "accs", "22 наставника"),
        (2, "молодой специалист", "nomn", "2 молодых специалиста"),
        (2, "новая программа", "nomn", "2 новые программы"),
        (5, "педагогический работник школы", "ablt", "5 педагогическими работниками школы"),
        (3, "обучающийся", "nomn", "3 обучающихся"),
        (6, "учитель-логопед", "nomn", "6 учителей-логопедов"),
        (7, "год", "nomn", "7 лет"),
        (8, "человек", "nomn", "8 человек"),
        (9, "ребёнок", "datv", "9 детям"),
        (0, "встреча", "nomn", "0 встреч"),
        (4, "ФИО", "nomn", "4 ФИО"),
        (5, "высшее учебное заведение", "ablt", "5 высшими учебными заведениями"),
        (3, "лучший учитель", "nomn", "3 лучших учителя"),
    ],
)
def test_nouns_with_numbers(number: int, noun: str, case: Case, written: str) -> None:
    assert count(number, noun, case) == written


def test_numbers_in_words() -> None:
    assert number_in_words(0) == "ноль"
    assert number_in_words(-2, gender="femn") == "минус две"
    assert number_in_words(1_234_567, "ablt") == (
        "одним миллионом двумястами тридцатью четырьмя тысячами пятьюстами шестьюдесятью семью"
    )
    assert number_in_words(21, "gent", "femn") == "двадцати одной"
    assert number_in_words(840_190, "datv") == "восьмистам сорока тысячам ста девяноста"
    assert count(2, "пара", "accs", in_words=True) == "две пары"
    assert count(3, "наставник", "accs", in_words=True) == "трёх наставников"
    assert count(15, "мероприятие", "gent", in_words=True) == "пятнадцати мероприятий"


def test_ordinals_and_roman_figures() -> None:
    assert ordinal_in_words(3, "gent") == "третьего"
    assert ordinal_in_words(11, "nomn", "femn") == "одиннадцатая"
    assert ordinal_in_words(40, "accs", "femn") == "сороковую"
    assert ordinal_in_words(2000, "loct") == "двухтысячном"
    assert ordinal_in_words(1999) == "одна тысяча девятьсот девяносто девятый"
    assert [roman(number) for number in (4, 9, 14, 40, 1994)] == ["IV", "IX", "XIV", "XL", "MCMXCIV"]


def test_dates() -> None:
    day = date(2026, 10, 15)

    assert date_text(day).replace("\N{NO-BREAK SPACE}", " ") == "15 октября 2026 г."
    assert date_in_words(day) == "пятнадцатое октября две тысячи двадцать шестого года"
    assert date_in_words(day, "gent") == "пятнадцатого октября две тысячи двадцать шестого года"
    assert date_in_words(date(2000, 3, 3), "ablt") == "третьим марта двухтысячного года"
    assert school_year(2026, "loct") == "2026/2027 учебном году"
    assert year_in_words(2027, "gent") == "две тысячи двадцать седьмого года"


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_what_has_no_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        ordinal_in_words(number)
    with pytest.raises(ValueError, match=str(number)):
        roman(number)
