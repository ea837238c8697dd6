"""Deadlines made up by hypothesis from the words that schools use, sensible ones and senseless ones."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.deadlines.lexicon import LEXICON
from nastavnik.roadmaps.deadlines.russian import MONTHS, MONTHS_IN, MONTHS_OF

YEARS = st.sampled_from(["", " 2021", " 2022 г.", " 2023 года", " 2024г"])
PERIODS = st.sampled_from(
    ["2022", "2023", "2022-09-01..2023-08-31", "2020-01-01..2024-12-31", "2021-09-01..2024-08-31",
     "2022-09-01..2022-12-31", "2023-01-23..2023-02-23", "2010-04-01..2010-04-30", "2019-10-01..2023-12-31"]
).map(Period.parse)  # fmt: skip
ANY_PERIODS = st.builds(
    lambda start, days: Period(start, start + timedelta(days=days)),
    st.dates(date(1950, 1, 1), date(2090, 12, 31)),
    st.integers(0, 4000),
)

_month = st.sampled_from(MONTHS)
_days = st.integers(1, 31)
_ordinal = st.sampled_from(["первая", "вторая", "3-я", "4", "последняя", "I", "II"])
_dates = st.builds(lambda day, month, year: f"{day} {month}{year}", _days, st.sampled_from(MONTHS_OF), YEARS)
_numeric = st.builds(
    lambda day, month, year: f"{day:02}.{month:02}{year}",
    st.integers(1, 28),
    st.integers(1, 12),
    st.sampled_from(["", ".2022", ".22", ".2023г."]),
)
_stretches = st.one_of(
    st.builds(lambda month, year: month + year, _month, YEARS),
    st.builds(lambda n, noun, month: f"{n} {noun} {month}", _ordinal, st.sampled_from(["неделя", "декада"]),
              st.sampled_from(MONTHS_OF)),
    st.builds(lambda part, month: f"{part} {month}", st.sampled_from(["начало", "середина", "конец"]),
              st.sampled_from(MONTHS_OF)),
    st.builds(lambda n, noun, year: f"{n} {noun}{year}", st.sampled_from(["1", "II", "3-й", "первое", "4"]),
              st.sampled_from(["квартал", "полугодие", "четверть", "триместр", "семестр"]), YEARS),
    st.sampled_from(["лето", "осень 2022", "зима", "учебный год", "2022-2023 учебный год", "2021-2024 гг.", "2023 г.",
                     "начало учебного года", "конец года", "1 неделя", "август"]),
)  # fmt: skip
_points = st.one_of(_dates, _numeric)
_units = st.one_of(_points, _stretches)
_spans = st.one_of(
    _units,
    st.builds("{} – {}".format, _month, _month),
    st.builds("с {} по {}".format, _points, _points),
    st.builds(lambda a, b, month: f"с {a} по {b} {month}", _days, _days, st.sampled_from(MONTHS_OF)),
    st.builds("{}-{}".format, _units, _units),
    st.builds("{} {}".format, st.sampled_from(["до", "к", "не позднее", "с", "по", "после", "в течение"]),
              _points),
    st.builds(lambda month: f"в {month}", st.sampled_from(MONTHS_IN)),
)  # fmt: skip
_rhythms = st.one_of(
    st.sampled_from(["ежегодно", "ежемесячно", "еженедельно", "ежедневно", "ежеквартально", "каждый год", "по средам",
                     "раз в полгода", "каждый второй вторник месяца", "последняя пятница месяца", "через день",
                     "до 5 числа каждого месяца", "10 и 25 числа", "с 1 по 5 число", "последний рабочий день месяца",
                     "ежеквартально до 10 числа месяца, следующего за отчётным кварталом", "по рабочим дням",
                     "ежедневно, кроме воскресенья", "последняя неделя месяца", "1 раз в декаду"]),
    st.builds(
        lambda least, n, k, unit: f"{least}{n} раз в {k} {unit}".replace(" 1 ", " "),
        st.sampled_from(["", "не реже ", "не менее "]), st.integers(1, 12), st.integers(1, 6),
        st.sampled_from(["год", "месяц", "неделю", "квартал", "полугодие", "четверть", "триместр", "года", "дней"]),
    ),
)  # fmt: skip
_hung = st.sampled_from(
    ["по запросу", "по мере необходимости", "по плану", "согласно графику", "по согласованию", "в течение года",
     "постоянно", "за 2 недели до конкурса", "в течение 5 рабочих дней после издания приказа", "весенние каникулы",
     "в установленном порядке", "по мере поступления", "по итогам четверти", "до начала экзаменов",
     "сроки уточняются",
     "через 3 месяца после публикации", "за 1 час до мероприятия", "по окончании учебного года", "однократно",
     "в соответствии со сроками реализации программ наставничества", "ко Дню учителя", "кроме июля"]
)  # fmt: skip
_seams = st.sampled_from([", ", "; ", " и ", " ", " (", ", далее ", " – ", ": ", "\n", ", но "])
_parts = st.one_of(_spans, _spans, _rhythms, _hung)

SENSIBLE = st.one_of(
    _parts,
    st.builds(lambda a, seam, b: a + seam + b, _parts, _seams, _parts),
    st.builds(lambda a, s, b, z, c: a + s + b + z + c, _parts, _seams, _parts, _seams, _parts),
)
# Known words, numbers and marks in any order: what the phrases must survive.
SALAD = st.lists(
    st.one_of(
        st.sampled_from(sorted(LEXICON)),
        st.integers(0, 2100).map(str),
        st.sampled_from([*"-–,./()«»№:;+…_", "I", "IV", "2-я", "15.10", "31.02.2023", "2022-2023", "10.00"]),
    ),
    max_size=14,
).map(" ".join)
