"""What the tokens of a deadline can be."""

from enum import Enum, auto
from typing import NamedTuple


class Tag(Enum):
    """What a token is. The first group is cut by the tokenizer, the rest are words."""

    NUMBER = auto()  # n: the number; s: its ordinal ending, «я» of «2-я»
    ROMAN = auto()
    DATE = auto()  # n: year * 10000 + month * 100 + day, year 0 when left out, day 0 for «09.2022»
    TIME = auto()
    WORD = auto()  # a word the grammar does not know
    DASH = auto()
    COMMA = auto()
    SLASH = auto()
    OPEN = auto()
    CLOSE = auto()
    STOP = auto()  # . ; : ! ?
    SIGN = auto()  # № and other marks
    BLANK = auto()  # ____ to be filled in by hand
    END = auto()

    MONTH = auto()
    WEEKDAY = auto()
    DAYS = auto()  # будни, выходные
    UNIT = auto()  # день, неделя, декада, месяц, квартал, четверть, полугодие, год …
    SEASON = auto()
    HOLIDAYS = auto()
    PART = auto()  # начало, середина, конец, половина
    ORDINAL = auto()
    CARDINAL = auto()
    DAY_NUMBER = auto()  # число
    PREPOSITION = auto()
    AND = auto()
    NOT = auto()
    LATER = auto()
    EARLIER = auto()
    LESS = auto()  # реже, менее
    MORE = auto()
    THAN = auto()
    BUT = auto()
    FURTHER = auto()  # далее
    BEGINNING = auto()  # начиная
    EVERY = auto()
    EVEN = auto()  # чётный, нечётный
    EVERY_ADVERB = auto()  # ежегодно; s: the step
    TIMES = auto()  # раз
    TIMES_ADVERB = auto()  # дважды
    ALWAYS = auto()
    ALL = auto()
    SPAN = auto()  # период, срок, время
    COURSE = auto()  # течение, протяжение
    SCHOOL = auto()  # учебный
    CALENDAR = auto()  # календарный
    WORKING = auto()  # рабочий
    CURRENT = auto()
    NEXT = auto()
    PREVIOUS = auto()
    REPORTED = auto()  # отчётный
    MEASURE = auto()  # мера, as in «по мере»
    DEMAND = auto()  # запрос, необходимость; s: the anchor
    CASE = auto()  # случай, наличие
    SCHEDULE = auto()  # план, график
    ACCORDING = auto()  # согласно, соответствие
    PRESCRIBED = auto()  # установленный
    HANGING = auto()  # words that hang by themselves; s: the anchor
    PROGRAMME = auto()
    REALISED = auto()
    DOCUMENT = auto()
    ISSUED = auto()
    PUBLISHED = auto()
    EXAM = auto()
    EVENT = auto()  # педсовет, конкурс
    HELD = auto()  # проведение, ход
    FINISHED = auto()  # окончание, завершение
    RESULTS = auto()  # итоги, результаты
    MOMENT = auto()
    UNDECIDED = auto()
    WILL = auto()  # будет: with a participle, undecided
    SETTLED = auto()  # установлен, определён: with «не», undecided
    INCLUSIVE = auto()
    ABOUT = auto()
    EXCEPT = auto()
    ONCE = auto()
    STAGE = auto()
    COUNTED = auto()  # урок, класс: a number beside it is no date
    LASTING = auto()  # трёхдневный; s: the ISO unit, n: how many, 0 when a number stands before it
    EXTREME = auto()  # крайний
    BASIS = auto()  # основа, режим
    FILLER = auto()


class Term(NamedTuple):
    """What a word stands for."""

    tag: Tag
    n: int = 0
    s: str = ""
