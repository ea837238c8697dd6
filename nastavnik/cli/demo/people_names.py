"""Invented people of the bases: children, their parents, teachers, people from outside. Nobody bears such a name."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

# As a man bears it; a woman's ends in «а».
SURNAMES = (
    "Озёркин", "Белогоров", "Камышанов", "Ветлугин", "Лугарёв", "Перелесков", "Синеоков", "Тростников", "Заозёрин",
    "Берестнев", "Вересков", "Ручейников", "Осинцев", "Полынин", "Журавлихин", "Клёнов", "Рябинкин", "Горностаев",
    "Звонарёв", "Кузовлёв", "Ладожин", "Мостовщиков", "Невзгодин", "Облепихин", "Пристанев", "Родничков", "Снегирин",
    "Туманцев", "Уключин", "Филимошин", "Хлебодаров", "Цаплин", "Черемухин", "Шаланов", "Щеглов", "Якоренков",
    "Гаванцев", "Дубравин", "Ершанов", "Лодейников", "Маячков", "Парусов", "Волнорезов", "Соловцов", "Ивняков",
    "Речкалов", "Подгорнов", "Огнищев", "Лебединцев", "Каравайцев",
)  # fmt: skip
# The same for everybody.
ALIKE = ("Вербенко", "Калиниченко-Озёрная", "Березняк", "Долгих", "Ветряных", "Рудакис")
BOYS = (
    "Александр", "Артём", "Богдан", "Вадим", "Глеб", "Григорий", "Денис", "Егор", "Илья", "Кирилл", "Лев", "Максим",
    "Матвей", "Никита", "Павел", "Роман", "Семён", "Тимофей", "Фёдор", "Ярослав",
)  # fmt: skip
GIRLS = (
    "Алёна", "Варвара", "Василиса", "Вероника", "Дарья", "Ева", "Елизавета", "Злата", "Кира", "Ксения", "Любовь",
    "Маргарита", "Милана", "Надежда", "Полина", "Софья", "Таисия", "Ульяна", "Юлия", "Ярослава",
)  # fmt: skip
MEN = ("Алексей", "Андрей", "Виктор", "Владимир", "Дмитрий", "Евгений", "Игорь", "Николай", "Олег", "Сергей", "Юрий")
WOMEN = ("Анна", "Вера", "Галина", "Елена", "Жанна", "Ирина", "Людмила", "Наталия", "Ольга", "Светлана", "Татьяна")
# Father's name → patronymics of a son and of a daughter.
FATHERS = {
    "Алексей": ("Алексеевич", "Алексеевна"), "Андрей": ("Андреевич", "Андреевна"),
    "Виктор": ("Викторович", "Викторовна"), "Владимир": ("Владимирович", "Владимировна"),
    "Дмитрий": ("Дмитриевич", "Дмитриевна"), "Евгений": ("Евгеньевич", "Евгеньевна"),
    "Игорь": ("Игоревич", "Игоревна"), "Николай": ("Николаевич", "Николаевна"), "Олег": ("Олегович", "Олеговна"),
    "Сергей": ("Сергеевич", "Сергеевна"), "Юрий": ("Юрьевич", "Юрьевна"),
}  # fmt: skip
_NO_PATRONYMIC = 0.03


@dataclass(frozen=True)
class Human:
    """A name; ``father`` is the first name that the patronymic was made of."""

    last: str
    first: str
    middle: str
    is_man: bool
    father: str

    def card(self, **more: Any) -> dict[str, Any]:
        """What `people.cards` keeps, without what is empty."""
        found = {"last": self.last, "first": self.first, "middle": self.middle, **more}
        return {name: value for name, value in found.items() if value or name == "birth"}

    @property
    def full(self) -> str:
        return " ".join(filter(None, [self.last, self.first, self.middle]))


class Names:
    """Gives out names of one organisation, none of them twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()
        self._phone = 0

    def child(self) -> Human:
        return self._new(BOYS, GIRLS)

    def adult(self) -> Human:
        return self._new(MEN, WOMEN)

    def parent_of(self, child: Human) -> Human:
        """A mother mostly; a father has the name of which the child's patronymic was made."""
        while True:
            is_father = self._rng.random() < 0.25
            first = child.father if is_father else self._rng.choice(WOMEN)
            parent = self._called(_as(child.last, child.is_man, is_father), first, is_man=is_father)
            if self._is_new(parent):
                return parent

    def sibling_of(self, child: Human, first: str, *, is_man: bool) -> Human:
        """With the same surname and the same father."""
        middle = FATHERS[child.father][0 if is_man else 1]
        return Human(_as(child.last, child.is_man, is_man), first, middle, is_man, child.father)

    def phone(self) -> str:
        """Of numbers that no operator gives out."""
        self._phone += 1
        return f"+7900000{self._phone:04d}"

    def _new(self, men: tuple[str, ...], women: tuple[str, ...]) -> Human:
        rng = self._rng
        while True:
            is_man = rng.random() < 0.5
            last = rng.choice(ALIKE) if rng.random() < 0.06 else rng.choice(SURNAMES) + ("" if is_man else "а")
            if last == ALIKE[1] and is_man:
                last = "Калиниченко-Озёрный"
            found = self._called(last, rng.choice(men if is_man else women), is_man=is_man)
            if self._is_new(found):
                return found

    def _called(self, last: str, first: str, *, is_man: bool) -> Human:
        father = self._rng.choice(tuple(FATHERS))
        middle = "" if self._rng.random() < _NO_PATRONYMIC else FATHERS[father][0 if is_man else 1]
        return Human(last, first, middle, is_man, father)

    def _is_new(self, found: Human) -> bool:
        is_new = found.full not in self._given
        self._given.add(found.full)
        return is_new


def _as(last: str, is_man: bool, wanted: bool) -> str:
    """The surname of a family as its men or its women bear it."""
    if is_man == wanted or last in ALIKE:
        return last
    if last.startswith("Калиниченко"):
        return "Калиниченко-Озёрный" if wanted else ALIKE[1]
    return last.removesuffix("а") if wanted else f"{last}а"
