"""Tags within one paragraph: what they print takes the look of the run that a tag begins in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import Any, NamedTuple

from nastavnik.documents.faults import Place
from nastavnik.documents.language.binding import Binder
from nastavnik.documents.language.filling import Filling
from nastavnik.documents.language.looks import paragraph_like, run_like
from nastavnik.documents.language.nesting import Content, Node, Tag, nested, statement_of, static
from nastavnik.documents.language.syntax import NotOurs, Output, Word, parse_output, parse_statement
from nastavnik.documents.language.tokens import Piece, pieces
from nastavnik.documents.tree import Paragraph, Run


class Read(NamedTuple):
    """The pieces of a paragraph; None for a paragraph without any tag."""

    paragraph: Paragraph
    pieces: list[Piece] | None

    @property
    def is_tags(self) -> bool:
        """It holds nothing but statements and comments, so that it encloses what follows and vanishes itself."""
        kinds = {piece.kind for piece in self.pieces or () if piece.text.strip()}
        return bool(kinds) and kinds <= {"statement", "comment"}

    @property
    def only_output(self) -> Piece | None:
        """The one tag that the paragraph is."""
        left = [piece for piece in self.pieces or () if piece.kind != "comment" and piece.text.strip()]
        return left[0] if len(left) == 1 and left[0].kind == "output" else None


def may_have_tags(text: str) -> bool:
    return "{" in text or "}" in text


def read(paragraph: Paragraph) -> Read:
    text = paragraph.text
    return Read(paragraph, pieces(text) if may_have_tags(text) else None)


def tags(paragraph: Read, place: Place, binder: Binder) -> Iterator[Tag]:
    """The statements of a paragraph that is nothing else."""
    for piece in paragraph.pieces or ():
        if piece.kind == "statement":
            tag = statement_of(piece, place, binder)
            if tag is not None:
                yield tag


def output_of(piece: Piece, place: Place, binder: Binder) -> Output | None:
    """None: there is a fault."""
    binder.count_tag(place)
    try:
        return parse_output(piece)
    except NotOurs as refusal:
        binder.fault(place, refusal.code, piece.text, **refusal.params)
        return None


def words(paragraph: Read, place: Place, binder: Binder) -> Node:
    """Adds the runs of a paragraph that has tags."""
    runs = nested(_contents(paragraph, place, binder), binder)

    def fill(filling: Filling, out: list[Any]) -> None:
        found: list[Run] = []
        runs(filling, found)
        out.extend(_one_dot(found))

    return fill


def _one_dot(runs: list[Run]) -> Iterator[Run]:
    """The dot of «2026 г.», «П. А.» that comes out of a tag is the dot of its sentence too."""
    ended = False
    for run in runs:
        is_second = ended and run.text.startswith(".") and not run.text.startswith("..")
        left = replace(run, text=run.text[1:]) if is_second else run
        ended = left.text.endswith(".") if left.text else ended
        if left.text:
            yield left


def lines(paragraph: Read, place: Place, binder: Binder) -> Node:
    """Adds the paragraph; one that comes out without a word is left out."""
    runs, like = words(paragraph, place, binder), paragraph_like(paragraph.paragraph)

    def fill(filling: Filling, out: list[Any]) -> None:
        found: list[Run] = []
        runs(filling, found)
        for run in found:
            if run.text.strip():
                out.append(like(tuple(found)))
                return

    return fill


def split_lines(paragraph: Read, text: Node) -> Node:
    """A paragraph for every line of what ``text`` adds."""
    like = paragraph_like(paragraph.paragraph)

    def fill(filling: Filling, out: list[Any]) -> None:
        found: list[Run] = []
        text(filling, found)
        for run in found:
            for line in run.text.split("\n"):
                if line.strip():
                    out.append(like((replace(run, text=line),)))

    return fill


def title(text: str, place: Place, binder: Binder) -> Node | None:
    """Adds runs for a title that stands outside of paragraphs; None if it has no tags."""
    paragraph = read(Paragraph((Run(text),)))
    return None if paragraph.pieces is None else words(paragraph, place, binder)


def _contents(paragraph: Read, place: Place, binder: Binder) -> Iterator[Tag | Content]:
    runs = _Runs(paragraph.paragraph)
    for piece in paragraph.pieces or ():
        if piece.kind == "text":
            yield from (partial(static, run) for run in runs.between(piece.start, piece.start + len(piece.text)))
        elif piece.kind == "output":
            yield partial(_output, piece, runs.at(piece.start), place, binder)
        elif piece.kind == "statement":
            tag = statement_of(piece, place, binder)
            if tag is not None:
                yield tag
        elif piece.kind == "fault":
            binder.fault(place, piece.code, paragraph.paragraph.text[piece.start :], sign=piece.text)


def _output(piece: Piece, look: Run, place: Place, binder: Binder) -> Node | None:
    tag = output_of(piece, place, binder)
    text = binder.output(tag, place, piece.text) if tag else None
    if text is None:
        return None
    like = run_like(look)

    def fill(filling: Filling, out: list[Any]) -> None:
        found = text(filling)
        if found:
            out.append(like(found))

    return fill


class _Runs:
    """The runs of a paragraph by the offset in its text."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.runs = [run for run in paragraph.runs if run.text]
        self.ends = list(accumulate(len(run.text) for run in self.runs))

    def at(self, offset: int) -> Run:
        return self.runs[bisect_right(self.ends, offset)]

    def between(self, first: int, last: int) -> Iterator[Run]:
        while first < last:
            place = bisect_right(self.ends, first)
            run, end = self.runs[place], self.ends[place]
            start, stop = end - len(run.text), min(end, last)
            text = run.text[first - start : stop - start]
            yield run if text == run.text else replace(run, text=text)
            first = stop


def is_merge(piece: Piece) -> bool:
    """Whether ``piece`` says that its cell joins the one above."""
    try:
        return piece.kind == "statement" and parse_statement(piece) == Word("merge")
    except NotOurs:
        return False


def cut(paragraph: Paragraph, piece: Piece) -> Paragraph:
    """``paragraph`` without ``piece``, which it begins with, and without the blanks around it."""
    end = piece.start + len(piece.text)
    text = paragraph.text
    end += len(text) - end - len(text[end:].lstrip())
    return replace(paragraph, runs=tuple(_Runs(paragraph).between(end, len(text))))
