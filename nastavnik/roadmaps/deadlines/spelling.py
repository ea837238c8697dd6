"""Words broken, grown together or mistyped, put right by the lexicon."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nastavnik.roadmaps.deadlines.lexicon import LEXICON, ORDINAL_ENDINGS
from nastavnik.roadmaps.deadlines.tags import Tag

if TYPE_CHECKING:
    from nastavnik.roadmaps.deadlines.tokens import Token

_SHORTEST_TYPO = 5
_SHORTEST_FREE_START = 8
_LONGEST_GROWN = 40
_LONGEST_PREPOSITION = 3
# Words of everyday school texts that are one letter away from a word of the lexicon.
_NOT_TYPOS_TEXT = """
    входной входная входное входного входные готовые готовая готовый заполнения заполнение итого досрочно повтор
    работ поведения поведение пожелания пожеланиям поручение проявления проявление семья семьи содействие строка
    строки строке форма формы формам форме прием приема трети учеба учебе учебно конечно окончательно выпуском
    классом курсах рабочая рабочее рабочей тексты тексте учебы
    карта карты карту картой часть части честь четкость данного данных класса классе среды сада суда года роста
    участие участия согласие согласия проведено проведены проводит плана планы слова слово места место второе
    отчет отчета отчеты отчетов учета учебная учебы работы рабочая рабочие рабочих школьный летнего летной
    разработка доработка обработка окончена результата результат следующая уроки курсы парта парте первых
    мероприятие мероприятия программист обращение обращения решение решения задание задания здания здание
    издание внедрена заседание документа документы лента ленты тесты месте массе декан декана декану осенью марш
    марша марту конец конца пример примера приказы отдельно отдельный полугодовой полугодовая
"""
_NOT_TYPOS = frozenset(_NOT_TYPOS_TEXT.split())
_ENDS_OF_GROWN = ("г", "гг")
_SHORT_AFTER_IN = ("кв", "уч")
_AFTER_YEAR = {"гпо": ("г", "по"), "гдо": ("г", "до"), "ги": ("г", "и")}


def mended(tokens: list[Token]) -> list[Token]:
    """The tokens with unknown words read, where they can be: joined, split or corrected."""
    for token in tokens:
        if token.tag is Tag.WORD:
            break
    else:
        return tokens
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if ordinal := _grown_ordinal(result, token):
            result[-2:] = ordinal
            i += 1
            continue
        if joined := _joined(tokens, i):
            word, used = joined
            result.append(word)
            i += used
            continue
        if token.tag is Tag.WORD:
            result.extend(_known_parts(token))
        else:
            result.append(token)
        i += 1
    return result


def _grown_ordinal(before: list[Token], token: Token) -> list[Token] | None:
    """«1-янеделя»: the ordinal ending of the number has grown together with the next word."""
    if token.tag is not Tag.WORD or len(before) < 2 or before[-1].tag is not Tag.DASH:
        return None
    if before[-2].tag is not Tag.NUMBER or before[-1].end != token.start:
        return None
    for length in (1, 2, 3):
        ending, word = token.text[:length], token.text[length:]
        if ending in ORDINAL_ENDINGS and (term := LEXICON.get(word)):
            number = before[-2]._replace(s=ending, end=token.start + length)
            return [number, token._replace(tag=term.tag, n=term.n, s=term.s, text=word, start=number.end)]
    return None


def _joined(tokens: list[Token], i: int) -> tuple[Token, int] | None:
    """«понедельн ик», «сен- тябрь»: pieces that make a known word only together."""
    first = tokens[i]
    if not first.text.isalpha() or i + 1 >= len(tokens):
        return None
    j = i + 1
    if tokens[j].tag is Tag.DASH and tokens[j].start == first.end and j + 1 < len(tokens):
        j += 1
    second = tokens[j]
    if not second.text.isalpha() or Tag.WORD not in (first.tag, second.tag):
        return None
    term = LEXICON.get(first.text + second.text)
    if term is None or len(first.text + second.text) < _SHORTEST_TYPO:
        return None
    word = first._replace(tag=term.tag, n=term.n, s=term.s, text=first.text + second.text, end=second.end)
    return word, j + 1 - i


def _known_parts(token: Token) -> list[Token]:
    words = _AFTER_YEAR.get(token.text) or grown_together(token.text)
    if not words or len(words[0]) > _LONGEST_PREPOSITION:
        # «последня» is «последняя», not «после дня»; «ксентябрю» is «к сентябрю», not «сентябрю».
        words = corrected(token.text) or words
    if not words:
        return [token]
    parts = []
    start = token.start
    for word in words:
        term = LEXICON[word]
        # A corrected word covers the whole mistyped one.
        end = token.end if len(words) == 1 else start + len(word)
        parts.append(token._replace(tag=term.tag, n=term.n, s=term.s, text=word, start=start, end=end))
        start = end
    return parts


@lru_cache(maxsize=8192)
def grown_together(word: str) -> tuple[str, ...]:
    """«вмае», «сентябрьоктябрь», «втечениеучебногогода»: the known words that make up ``word`` exactly."""
    if len(word) > _LONGEST_GROWN or word in _NOT_TYPOS:
        return ()
    best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
    best[0] = ()
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 16), end):
            head = best[start]
            if head is None or len(head) >= 4 or not _may_be_part(word[start:end], start, end == len(word)):
                continue
            current = best[end]
            if current is None or len(head) + 1 < len(current):
                best[end] = (*head, word[start:end])
    found = best[len(word)] or ()
    return found if len(found) > 1 and any(LEXICON[part].tag in _CORE for part in found) else ()


_CORE = frozenset(
    {
        Tag.MONTH, Tag.UNIT, Tag.WEEKDAY, Tag.EVERY_ADVERB, Tag.COURSE, Tag.SCHOOL, Tag.DEMAND, Tag.SCHEDULE,
        Tag.ALWAYS, Tag.DAY_NUMBER, Tag.PART, Tag.SPAN, Tag.TIMES, Tag.MEASURE, Tag.EVERY, Tag.LATER, Tag.LESS,
        Tag.CARDINAL, Tag.ORDINAL, Tag.REALISED, Tag.HOLIDAYS, Tag.SEASON, Tag.FINISHED, Tag.RESULTS, Tag.CALENDAR,
        Tag.CURRENT, Tag.NEXT, Tag.DAYS, Tag.WORKING, Tag.HANGING, Tag.PRESCRIBED, Tag.FURTHER, Tag.SETTLED,
        Tag.ACCORDING, Tag.EARLIER, Tag.CASE, Tag.BEGINNING, Tag.THAN, Tag.EVENT,
    }
)  # fmt: skip


def _may_be_part(part: str, start: int, last: bool) -> bool:
    term = LEXICON.get(part)
    if term is None:
        return False
    if term.tag is Tag.PREPOSITION or part in ("и", "не"):
        return len(part) >= 2 or start == 0 or (last and start > 2)
    if last and start == 1 and part in _SHORT_AFTER_IN:
        return True
    return len(part) >= 3 or (last and start > 2 and part in _ENDS_OF_GROWN)


@lru_cache(maxsize=8192)
def corrected(word: str) -> tuple[str, ...]:
    """The one known word that is a single slip away from ``word``: a letter lost, added, changed or swapped."""
    if len(word) < _SHORTEST_TYPO or word in _NOT_TYPOS or not word.isalpha():
        return ()
    index = _slips()
    near: set[str] = set()
    for slip in (word, *_without_a_letter(word)):
        near.update(index.get(slip, ()))
        if slip in LEXICON and (len(slip) >= _SHORTEST_TYPO or LEXICON[slip].tag is Tag.MONTH):
            near.add(slip)
    free_start = len(word) >= _SHORTEST_FREE_START
    fitting = sorted(known for known in near if (free_start or known[0] == word[0]) and _one_slip(word, known))
    meanings = {LEXICON[known][:2] for known in fitting}
    return (max(fitting, key=len),) if len(meanings) == 1 else ()


@lru_cache(maxsize=1)
def _slips() -> dict[str, list[str]]:
    """Each long known word under each of its spellings with one letter left out."""
    index: dict[str, list[str]] = {}
    for known in LEXICON:
        if len(known) >= _SHORTEST_TYPO:
            for slip in _without_a_letter(known):
                index.setdefault(slip, []).append(known)
    return index


def _without_a_letter(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _one_slip(word: str, known: str) -> bool:
    if abs(len(word) - len(known)) == 1:
        longer, shorter = (word, known) if len(word) > len(known) else (known, word)
        return shorter in _without_a_letter(longer)
    wrong = [i for i, (a, b) in enumerate(zip(word, known, strict=True)) if a != b]
    if len(wrong) == 1:
        return len(word) > _SHORTEST_TYPO
    if len(wrong) != 2 or wrong[1] != wrong[0] + 1:
        return False
    return word[wrong[0]] == known[wrong[1]] and word[wrong[1]] == known[wrong[0]]
