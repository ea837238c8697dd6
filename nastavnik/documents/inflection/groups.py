"""Which words of a post or an organisation take the case: modifiers and heads do, what hangs on them stays.

A group is read from the left: modifiers in the nominative, a head that agrees with them, then a tail. In the tail
words stay until a second head begins: after "и", a comma, or as an apposition («учреждение … лицей»).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nastavnik.documents.inflection.compounds import (
    Agreement,
    decline_modifier,
    decline_noun,
    decline_ordinal,
    main_part,
    nominative,
    ordinal_gender,
)
from nastavnik.documents.inflection.forms import Case, Doubt
from nastavnik.documents.inflection.lists import words_of
from nastavnik.documents.inflection.tokens import Sort, Token, tokens_of
from nastavnik.documents.inflection.words import Reading, readings

# May a noun be the head of one more group in the tail? The token, its reading, whether a conjunction stands before.
Allowed = Callable[[Token, Reading, bool], bool]

_JOINING = {"и", "или", "либо", "а"}
_SILENT = {Sort.SPACE, Sort.ABBREVIATION, Sort.NUMBER, Sort.QUOTE, Sort.BRACKET}


@dataclass(slots=True)
class Group:
    """Places of the modifiers and of the head among the tokens."""

    modifiers: list[int]
    head: int
    reading: Reading
    is_substantive: bool = False

    @property
    def end(self) -> int:
        return max([self.head, *self.modifiers]) + 1


@dataclass(slots=True)
class Reader:
    """Reads the groups of one text from its tokens."""

    tokens: list[Token]
    allowed: Allowed
    animate: bool
    doubts: set[Doubt] = field(default_factory=set)

    def groups(self) -> list[Group]:
        first = self._first()
        found = [] if first is None else [first]
        place = 0 if first is None else first.end
        while (following := self._next(place, found[-1:])) is not None:
            found.append(following)
            place = following.end
        return found

    def _first(self) -> Group | None:
        place = 0
        after_abbreviation = False
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.sort in (Sort.WORD, Sort.ORDINAL):
                if _is_adverb(token):
                    place += 1
                    continue
                return self._group(place, is_first=not after_abbreviation)
            if token.sort is Sort.MARK and token.text not in ".":
                return None
            # "зам. директора": what follows a shortened noun hangs on it.
            after_abbreviation = after_abbreviation or token.sort is Sort.ABBREVIATION
            place += 1
        return None

    def _next(self, place: int, before: list[Group]) -> Group | None:
        """The next head in the tail that begins at ``place``, or a participle that goes with the head ``before``."""
        governed = False
        joined = False
        previous: Token | None = None
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.sort is Sort.MARK and token.text in ",;/–—-":
                joined, governed = True, governed and token.text == ","
            elif token.sort is Sort.WORD and token.low in _JOINING:
                joined = True
            elif token.sort is Sort.WORD and _is_preposition(token):
                governed, joined = True, False
            elif token.sort in (Sort.WORD, Sort.ORDINAL):
                group = None if _names_a_place(previous) else self._group(place, is_first=False)
                if group is not None and before and self._follows_comma(group, before[0], previous):
                    return Group(group.modifiers, group.head, before[0].reading, is_substantive=True)
                if group is not None and self._may_begin(group, joined, governed):
                    return group
                if group is not None and not joined:
                    governed = False
                joined = False
            if token.sort is not Sort.SPACE:
                previous = token
            place += 1
        return None

    def _follows_comma(self, group: Group, before: Group, previous: Token | None) -> bool:
        """«педагог, реализующий программу»: the participle agrees with the head and can be no genitive."""
        participle = self.tokens[group.head]
        stands_apart = previous is not None and previous.text == "," and group.is_substantive
        return stands_apart and _fits(participle, before.reading) and not _may_be(participle, "gent")

    def _may_begin(self, group: Group, joined: bool, governed: bool) -> bool:
        head = self.tokens[group.head]
        lead = self.tokens[min([group.head, *group.modifiers])]
        if governed and "anim" not in group.reading.grammemes:
            return False
        if _may_be(lead, "gent") and _may_be(head, "gent"):
            return False
        return self.allowed(head, group.reading, joined)

    def _group(self, start: int, *, is_first: bool) -> Group | None:
        """Modifiers and their head from ``start`` on."""
        modifiers: list[int] = []
        place = start
        while place < len(self.tokens):
            token = self.tokens[place]
            if token.sort is Sort.WORD:
                noun = self._head(place, modifiers, is_first)
                if noun is not None and not (_is_modifier(token) and self._leads_on(place, modifiers)):
                    return Group(modifiers, place, noun)
                if _is_modifier(token):
                    modifiers.append(place)
                elif not (modifiers and (token.low in _JOINING or _is_adverb(token))):
                    break
            elif token.sort is Sort.ORDINAL and ordinal_gender(token.text):
                modifiers.append(place)
            elif not (modifiers and (token.sort in _SILENT - {Sort.QUOTE} or token.text == ",")):
                break
            place += 1
        return self._substantive(modifiers)

    def _leads_on(self, place: int, modifiers: list[int]) -> bool:
        """Whether "старший", a noun by itself, is the modifier of a noun behind it."""
        for i in range(place + 1, min(place + 8, len(self.tokens))):
            token = self.tokens[i]
            if token.sort is Sort.WORD:
                if self._head(i, [*modifiers, place], is_first=False) is not None:
                    return True
                if i == place + 2 and _is_modifier(token) and _agree(self.tokens[place], token):
                    return True
                if not (_is_modifier(token) or token.low in _JOINING):
                    return False
            elif token.sort is not Sort.SPACE and token.text != ",":
                return False
        return False

    def _head(self, place: int, modifiers: list[int], is_first: bool) -> Reading | None:
        """The reading of a noun that agrees with its modifiers; a plural only where nothing else fits."""
        word = self.tokens[place].text
        found = [one for one in nominative(word, noun=True) if self._agrees(one, modifiers)]
        singular = [one for one in found if one.number == "sing"]
        if singular:
            return max(singular, key=lambda one: (one.is_known, self.animate == ("anim" in one.grammemes)))
        if found and (modifiers or is_first) and not (not is_first and not modifiers):
            return found[0]
        return None

    def _agrees(self, noun: Reading, modifiers: list[int]) -> bool:
        return all(_fits(self.tokens[place], noun) for place in modifiers)

    def _substantive(self, modifiers: list[int]) -> Group | None:
        """«заведующий», «вожатый»: the first modifiers are left without a noun, and the last of them is the head."""
        if not modifiers:
            return None
        first = self.tokens[modifiers[0]]
        head = modifiers[0]
        for place in modifiers[1:]:
            if not _agree(first, self.tokens[place]) or any(
                token.text == "," or token.low in _JOINING for token in self.tokens[head + 1 : place]
            ):
                break
            head = place
        if self.tokens[head].sort is not Sort.WORD:
            return None
        reading = nominative(self.tokens[head].text, noun=False)[0]
        return Group([place for place in modifiers if place < head], head, reading, is_substantive=True)


def decline_group(tokens: list[Token], group: Group, case: Case, animate: bool) -> None:
    """Put the words of ``group`` into ``case`` in their places."""
    reading = group.reading
    gender = reading.gender
    if gender in ("ms-f", ""):
        gender = _modifier_gender(tokens, group) or "masc"
    agreement = Agreement(gender, reading.number, animate)
    for place in group.modifiers:
        token = tokens[place]
        if token.sort is Sort.ORDINAL:
            token.text = decline_ordinal(token.text, case, agreement)
        else:
            token.text = decline_modifier(token.text, case, agreement)
    for place in range(min([group.head, *group.modifiers]), group.head):
        if tokens[place].sort is Sort.BRACKET:
            tokens[place].text = _bracket(tokens[place].text, group, case, agreement)
    head = tokens[group.head]
    if group.is_substantive:
        head.text = decline_modifier(head.text, case, agreement)
    else:
        head.text = decline_noun(head.text, reading, case, animate)


def _bracket(text: str, group: Group, case: Case, agreement: Agreement) -> str:
    """«открытая (сменная) школа»: adjectives in brackets before the head go with it."""
    inner = tokens_of(text[1:-1])
    words = [token for token in inner if token.sort is Sort.WORD]
    if not words or not all(_is_modifier(token) and _fits(token, group.reading) for token in words):
        return text
    for token in words:
        token.text = decline_modifier(token.text, case, agreement)
    return f"({''.join(token.text for token in inner)})"


def agrees(adjective: str, noun: str) -> bool:
    """Whether the two may stand together in the nominative."""
    return any(
        _agreeing(one, other) for one in nominative(adjective, noun=False) for other in nominative(noun, noun=True)
    )


def is_known_head(tokens: list[Token], group: Group) -> bool:
    """Whether the dictionary, or our own list of words declined well by likeness, vouches for the head."""
    head = tokens[group.head]
    return group.is_substantive or group.reading.is_known or main_part(head.low) in words_of("known_heads")


def _modifier_gender(tokens: list[Token], group: Group) -> str:
    for place in group.modifiers:
        for one in nominative(tokens[place].text, noun=False):
            if one.number == "sing":
                return one.gender
    return ""


def _fits(modifier: Token, noun: Reading) -> bool:
    if modifier.sort is Sort.ORDINAL:
        return noun.number == "sing" and ordinal_gender(modifier.text) in (noun.gender, "")
    return any(_agreeing(one, noun) for one in nominative(modifier.text, noun=False))


def _agreeing(one: Reading, noun: Reading) -> bool:
    if one.number != noun.number:
        return False
    return noun.number == "plur" or one.gender == noun.gender or noun.gender in ("ms-f", "")


def _agree(one: Token, other: Token) -> bool:
    return any(_fits(one, reading) for reading in nominative(other.text, noun=False))


def _is_modifier(token: Token) -> bool:
    return bool(nominative(token.text, noun=False))


def _is_adverb(token: Token) -> bool:
    return token.low in words_of("adverbs") or any(
        one.pos == "ADVB" and one.is_known for one in readings(token.text)[:1]
    )


def _is_preposition(token: Token) -> bool:
    return any(one.pos == "PREP" for one in readings(token.text)[:1])


def _may_be(token: Token, case: str) -> bool:
    return any(one.case == case and one.is_known for one in readings(main_part(token.text)))


def _names_a_place(token: Token | None) -> bool:
    """After «села», «посёлка» stands a name that keeps its own form."""
    return token is not None and token.low in words_of("place_words")
