"""How likely two names are of one person, measured on pairs that the weights have not seen."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from nastavnik.people.registers.likeness import alike
from nastavnik.people.registers.names import Name, parse_name

PAIRS = Path(__file__).with_name("pairs.tsv")


class Pair(NamedTuple):
    part: str
    is_same: bool
    one: Name
    other: Name


def pairs() -> list[Pair]:
    found = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines()[2:]:
        part, same, _what, one, other = line.split("\t")
        names = [parse_name(one), parse_name(other)]
        assert all(isinstance(name, Name) for name in names), line
        found.append(Pair(part, same == "1", *names))
    return found


@pytest.mark.parametrize("part", ["tuned", "kept"])
def test_most_pairs_are_told_and_the_figure_is_a_probability(part: str) -> None:
    judged = [(alike(pair.one, pair.other), pair.is_same) for pair in pairs() if pair.part == part]

    right = sum((likely >= 0.5) == is_same for likely, is_same in judged) / len(judged)
    brier = sum((likely - is_same) ** 2 for likely, is_same in judged) / len(judged)
    assert len(judged) >= 75
    assert right >= 0.93
    assert brier <= 0.05
    # Nobody is called certain wrongly.
    assert not [likely for likely, is_same in judged if likely >= 0.8 and not is_same]


def test_the_order_of_the_two_does_not_matter() -> None:
    assert all(alike(pair.one, pair.other) == pytest.approx(alike(pair.other, pair.one)) for pair in pairs())


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("Ёлкина Анна Сергеевна", "Елкина Анна Сергеевна", 0.95, 1),
        ("Ёлкина Анна Сергеевна", "Ёлкина Анна", 0.85, 1),
        ("Ёлкина Анна", "Анна Ёлкина", 0.8, 1),
        ("Ёлкина Анна Сергеевна", "Дубова Анна Сергеевна", 0.4, 0.7),  # she may have married: people look
        ("Ёлкин Александр Сергеевич", "Ёлкина Александра Сергеевна", 0, 0.2),
        ("Ёлкин Пётр Сергеевич", "Ёлкин Павел Сергеевич", 0, 0.2),
        ("Ёлкин Пётр Сергеевич", "Ёлкин Пётр Степанович", 0, 0.2),
    ],
)
def test_what_people_would_say(one: str, other: str, low: float, high: float) -> None:
    a, b = parse_name(one), parse_name(other)
    assert isinstance(a, Name)
    assert isinstance(b, Name)

    assert low <= alike(a, b) <= high
