"""Russian forms of the words deadlines are written with."""

MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
    "декабрь",
)  # fmt: skip
MONTHS_OF = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
MONTHS_IN = (
    "январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре",
    "декабре",
)  # fmt: skip
WEEKDAYS_BY = ("понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям")
_WEEKDAYS = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
_FEMININE, _NEUTER = (2, 4, 5), (6,)
_ORDINALS = {
    1: ("первый", "первую", "первое"),
    2: ("второй", "вторую", "второе"),
    3: ("третий", "третью", "третье"),
    4: ("четвёртый", "четвёртую", "четвёртое"),
    5: ("пятый", "пятую", "пятое"),
    -1: ("последний", "последнюю", "последнее"),
    -2: ("предпоследний", "предпоследнюю", "предпоследнее"),
}
# One, two to four, five and more; after «в течение», one and many.
_COUNTED = {
    "H": ("час", "часа", "часов"),
    "D": ("день", "дня", "дней"),
    "W": ("неделя", "недели", "недель"),
    "M": ("месяц", "месяца", "месяцев"),
    "Y": ("год", "года", "лет"),
}
_COUNTED_AFTER_OF = {"D": ("дня", "дней"), "M": ("месяца", "месяцев"), "Y": ("года", "лет"), "H": ("часа", "часов")}
_WEEK_IN = ("неделю", "недели", "недель")
NO_BREAK = "\u00a0"


def plural(n: int, one: str, few: str, many: str) -> str:
    """The form that goes with ``n``: «1 день», «3 дня», «12 дней»."""
    if n % 10 == 1 and n % 100 != 11:
        return one
    return few if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else many


def counted(n: int, letter: str) -> str:
    """«5 дней», «1 месяц», «2 года»: as after «через» and «за»."""
    forms = _WEEK_IN if letter == "W" else _COUNTED[letter]
    return f"{n}{NO_BREAK}{plural(n, *forms)}"


def counted_of(n: int, letter: str) -> str:
    """«5 дней», «1 месяца», «21 дня»: as after «в течение»."""
    one, many = _COUNTED_AFTER_OF[letter]
    return f"{n}{NO_BREAK}{plural(n, one, many, many)}"


def nth_weekday(n: int, day: int) -> str:
    """«в третью среду», «во второй вторник»"""
    gender = 1 if day in _FEMININE else 2 if day in _NEUTER else 0
    return f"{_in(n)} {_ORDINALS[n][gender]} {_WEEKDAYS[day]}"


def _in(n: int) -> str:
    return "во" if n == 2 else "в"


def since(day: int) -> str:
    """«с 5», «со 2»"""
    return f"со {day}" if day == 2 else f"с {day}"


def nth_day(n: int) -> str:
    """«в последний», «во второй», for a day."""
    return f"{_in(n)} {_ORDINALS.get(n, _ORDINALS[-1])[0]}"


def listed(words: list[str]) -> str:
    """«в мае, июне и июле»"""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " и " + words[-1]
