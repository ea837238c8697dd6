"""Whose name it is, what is doubted, short forms, and what people have decided."""

from __future__ import annotations

import pytest

from nastavnik.documents.inflection import Doubt, Gender, Kind, gender_of, inflect, short_name


@pytest.mark.parametrize(
    ("text", "gender", "is_sure"),
    [
        ("Рощина Марфа Тихоновна", "femn", True),
        ("Шевчук Саша Петрович", "masc", True),
        ("Гюльнара Шевчук", "femn", True),
        ("Мамедов Эльчин Гасан оглы", "masc", True),
        ("Керимова С. А.", "femn", True),
        ("Саша Шевчук", "femn", False),
        ("Шевчук А. А.", "masc", False),
        ("", "masc", False),
    ],
)
def test_a_name_tells_the_gender_and_how_sure_it_is(text: str, gender: Gender, is_sure: bool) -> None:
    told = gender_of(text)

    assert (told.gender, told.confidence >= 0.9) == (gender, is_sure)


def test_the_gender_can_be_overridden() -> None:
    doubtful = inflect("person", "Шевчук А. А.", "datv")

    assert (doubtful.text, doubtful.doubts) == ("Шевчуку А. А.", (Doubt.GENDER,))
    assert not doubtful.is_sure
    assert inflect("person", "Шевчук А. А.", "datv", gender="femn").text == "Шевчук А. А."
    assert inflect("person", "Шевчук А. А.", "datv", gender="femn").is_sure


def test_a_form_that_does_not_depend_on_the_gender_is_sure() -> None:
    assert inflect("person", "Скиба А. А.", "gent").is_sure
    assert inflect("person", "Седых Саша", "gent").is_sure


@pytest.mark.parametrize(
    ("kind", "text", "doubt"),
    [
        ("person", "Заяц Пётр Ильич", Doubt.TWO_FORMS),
        ("person", "Калина Анна Ильинична", Doubt.SURNAME),
        ("person", "Павел Лев", Doubt.ORDER),
        ("person", "Мамедов Эльчин Гасан оглы", Doubt.TURKIC_PATRONYMIC),
        ("person", "Нгуен Ван Хынг", Doubt.EASTERN_NAME),
        ("position", "глюмзист отдела", Doubt.UNKNOWN_WORD),
        ("position", "без должности", Doubt.NO_HEAD),
        ("organisation", "при школе", Doubt.NO_HEAD),
    ],
)
def test_what_is_unsure_says_why(kind: Kind, text: str, doubt: Doubt) -> None:
    form = inflect(kind, text, "gent")

    assert doubt in form.doubts
    assert not form.is_sure


@pytest.mark.parametrize(
    ("text", "ablt", "is_sure"),
    [
        ("Чэнь Хаомин", "Чэнь Хаомином", False),
        ("Ян Орлов", "Яном Орловым", True),
        ("Ле Бинь Хам", "Ле Бинь Хамом", False),
        ("де Ронжин Пьер", "де Ронжином Пьером", False),
        ("де Ронжин Пьер Ильич", "де Ронжиным Пьером Ильичом", True),
        ("г-н Рощин", "г-н Рощиным", True),
        ("Ван дер Мейлен Ян", "Ван дер Мейленом Яном", True),
        ("О'Дуайн Морис", "О'Дуайном Морисом", True),
    ],
)
def test_foreign_names_are_told_from_ours(text: str, ablt: str, is_sure: bool) -> None:
    form = inflect("person", text, "ablt")

    assert (form.text, form.is_sure) == (ablt, is_sure)


def test_both_halves_of_a_pair_joined_by_a_hyphen_decline() -> None:
    assert inflect("organisation", "школа-детский сад № 2", "datv").text == "школе-детскому саду № 2"
    assert inflect("organisation", "школа-интернат № 2", "datv").text == "школе-интернату № 2"


def test_a_surname_that_is_a_noun_in_oj_declines_as_the_noun() -> None:
    assert inflect("person", "Новиков-Прибой Алексей Силович", "gent").text == "Новикова-Прибоя Алексея Силовича"
    assert inflect("person", "Новиков-Лесной Алексей Силович", "gent").text == "Новикова-Лесного Алексея Силовича"


def test_what_people_decided_wins() -> None:
    exceptions = {"Заяц": {"gent": "Заяца"}, "школа «Ёж»": {"gent": "школы Ежа"}, "глюмзист": {"gent": "глюмзиста"}}

    assert inflect("person", "Заяц Пётр Ильич", "gent", exceptions=exceptions).text == "Заяца Петра Ильича"
    assert inflect("person", "Заяц Пётр Ильич", "gent", exceptions=exceptions).is_sure
    assert inflect("person", "ЗАЯЦ ПЁТР", "gent", exceptions=exceptions).text == "ЗАЯЦА ПЕТРА"
    assert inflect("organisation", "школа «Ёж»", "gent", exceptions=exceptions).text == "школы Ежа"
    assert inflect("position", "старший глюмзист", "gent", exceptions=exceptions).text == "старшего глюмзиста"


def test_hyphens_that_do_not_break_and_parted_letters_are_read() -> None:
    dashed = "Мамин\N{NON-BREAKING HYPHEN}Уральский\N{NO-BREAK SPACE}Сергеи\u0306"

    assert inflect("person", dashed, "datv").text == (
        "Мамину\N{NON-BREAKING HYPHEN}Уральскому\N{NO-BREAK SPACE}Сергею"
    )
    assert inflect("position", "педагог\N{NON-BREAKING HYPHEN}психолог", "gent").text == (
        "педагога\N{NON-BREAKING HYPHEN}психолога"
    )


@pytest.mark.parametrize(
    ("text", "surname_first", "initials_first"),
    [
        ("Рощина Марфа Тихоновна", "Рощиной М. Т.", "М. Т. Рощиной"),
        ("Марфа Тихоновна Рощина", "Рощиной М. Т.", "М. Т. Рощиной"),
        ("Анна-Мария Келлер", "Келлер А.-М.", "А.-М. Келлер"),
        ("Рощина М.Т.", "Рощиной М. Т.", "М. Т. Рощиной"),
        ("Мамин-Уральский Лев Ильич", "Мамину-Уральскому Л. И.", "Л. И. Мамину-Уральскому"),
        ("Марфа", "Марфе", "Марфе"),
    ],
)
def test_short_forms(text: str, surname_first: str, initials_first: str) -> None:
    first = short_name(text, case="datv").text
    second = short_name(text, "initials_first", case="datv").text

    assert first.replace("\N{NO-BREAK SPACE}", " ") == surname_first
    assert second.replace("\N{NO-BREAK SPACE}", " ") == initials_first
    assert " " not in first + second
