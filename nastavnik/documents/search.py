"""Finding documents within reach by the words that people type: title, kind, number; year and organisation too.

Titles of documents about people are those of their kind, here and in the index: no name is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from nastavnik.accounts.models import User
from nastavnik.base.finding import LONGEST, MOST_WORDS, Finder, first_found, readings, stem, words
from nastavnik.base.keyset import Page
from nastavnik.base.word_index import Wanted
from nastavnik.base.word_pages import Words, page_of_words
from nastavnik.documents.full_text import PAPERS, kind_word, number_word, told
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Paper, PaperQuerySet

WORDS = Words(PAPERS, ("code", "title", "number", "is_personal"), told)
# So many of the newest are looked through for slips of the finger and for organisations; all of them for the rest.
MOST_NEWEST = 5_000
# What Word and other programs write for the hyphen of a number.
_HYPHENS = str.maketrans("\u2010\u2011\u2012\u2013\u2212", "-----")
NUMBER = re.compile(r"(?=.*\d)[^\W_]+([-/.][^\W_]+)+")


def find_papers(user: User, text: str, *, limit: int) -> list[Paper]:
    """The best of the newest, then whatever else in the whole reach says the words. At most eleven queries."""
    reach = Paper.objects.visible_to(user, "document.view").living()
    rows: Any = reach.order_by("-pk").values_list(
        "pk", "title", "code", "number", "is_personal", "dated_on__year", "node__short_name"
    )
    finder = Finder((row[0], _shown(*row[1:])) for row in rows[:MOST_NEWEST])

    def among_newest(reading: tuple[str, ...], slips: bool) -> Any:
        return finder.find(reading, limit=limit, with_slips=slips)

    hits, _reading = first_found(text, among_newest)
    keys = [hit.key for hit in hits]
    if len(keys) < limit:
        page = page_saying(reach.exclude(pk__in=keys).only("pk"), text, order=("-pk",), size=limit - len(keys))
        keys += [paper.pk for paper in page.rows]
    papers = Paper.objects.select_related("node").defer("payload").in_bulk(keys)
    return [papers[key] for key in keys]


def page_saying(papers: PaperQuerySet, text: str, **page: Any) -> Page[Paper]:
    """Those of ``papers`` that say the words of ``text``, as `base.keyset.keyset_page`, in the first way of reading
    it that finds any."""
    return page_of_words(papers, WORDS, _ways(text), **page)


def saying(papers: PaperQuerySet, text: str) -> PaperQuerySet:
    """The same as a queryset, for whoever reads all of it."""
    for wanted in _ways(text):
        found = papers.filter(pk__in=PAPERS.meeting(wanted))
        if found.exists():
            return found
    return papers.none()


def _ways(text: str) -> Iterator[Wanted]:
    """What ``text`` may mean: as typed, on the other keyboard, then with slips in the names of kinds."""
    text = text.translate(_HYPHENS)
    tried: list[Wanted] = []
    if any(NUMBER.fullmatch(chunk) for chunk in text.split()):
        tried.append(_numbered(text))
        yield tried[0]
    for with_slips in (False, True):
        for reading in readings(text):
            wanted = [_meant(word, with_slips) for word in reading]
            if wanted not in tried:
                tried.append(wanted)
                yield wanted


def _numbered(text: str) -> Wanted:
    """As typed, numbers with signs in them (77-од) for what they are."""
    return [
        wanted
        for chunk in text[:LONGEST].split()[:MOST_WORDS]
        for wanted in (
            [list(words(number_word(chunk)))]
            if NUMBER.fullmatch(chunk)
            else [_meant(word, with_slips=False) for word in words(chunk)]
        )
    ]


def _meant(word: str, with_slips: bool) -> list[str]:
    """The beginnings of words by which a document meets ``word``: in its title and number, or as its kind."""
    found = _kinds().find([word], limit=len(TEMPLATES), with_slips=with_slips)
    return [stem(word), *(kind_word(hit.key) for hit in found)]


@cache
def _kinds() -> Finder[str]:
    return Finder((code, f"{built.title} {built.about}") for code, built in TEMPLATES.items())


def _shown(title: str, code: str, number: str, is_personal: bool, year: int | None, node: str) -> str:
    kind = TEMPLATES[code].title if code in TEMPLATES else ""
    return f"{'' if is_personal else title} {kind} {number} {year or ''} {node}"
