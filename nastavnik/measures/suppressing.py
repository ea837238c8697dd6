"""Figures of people as they may be shown above the organisation: small numbers hidden, here and nowhere else.

::

    shown(found, node, [period], on, own=path)      # (key of a node, code, code of the period) → Value

Whoever belongs to an organisation sees its own numbers exactly (``own``: its path). All others see the region by one
pattern, whatever the page: a number that the page of a region hides, the pages of its districts do not give away.

Figures of the same things are hidden together, whole rows of them: where a hidden part has a count from 1 to k - 1,
all hidden parts of that place together have none in any column, so that each of them may be nothing or all of it. A
figure that stands alone, or `apart` from the others, is hidden at the least harm by `disclosure.protected`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from nastavnik.measures.declaring import Measure, Units, named
from nastavnik.measures.disclosure.suppressing import THRESHOLD, protected
from nastavnik.measures.disclosure.table import TOTAL
from nastavnik.measures.periods import Period
from nastavnik.measures.queries import Value, by_node
from nastavnik.org.models import Node, Placement, path_range

Found = Mapping[tuple[int, str, str], Value]
# Key of an organisation → numerator and denominator of each figure that is hidden together.
Counts = tuple[tuple[int, tuple[int, ...]], ...]
Paths = tuple[tuple[int, str], ...]
OWN = "own"
# Rows that the exact search is asked about; of more, whole rows are hidden.
_MOST_ROWS = 400


def shown(
    found: Found, node: Node, periods: Sequence[Period], on: dt.date | None = None, *, own: str = "",
    k: int = THRESHOLD,
) -> dict[tuple[int, str, str], Value]:  # fmt: skip
    """``found`` with what may not be shown marked `is_hidden`. Key 0 stands for ``node`` itself.

    As many queries as kinds of things counted, and one; none where no figure counts people.
    """
    day = on or timezone.localdate()
    people = {code for _node, code, _period in found if named(code).counts == "people"}
    if not people:
        return dict(found)
    region = int(node.path.strip("/").split("/")[0])
    root = node if node.pk == region else Node.objects.get(pk=region)
    paths = tuple(sorted(Placement.objects.on(day).filter(path_range(root.path)).values_list("node", "path")))
    path_of = dict(paths)
    hidden = {
        (key, code, period.code)
        for group in _groups(people)
        for period in periods
        for key, code in _hidden(group, people, root, paths, period, day, k)
    }
    answer = {}
    for (key, code, span), value in found.items():
        place = key or node.pk
        is_own = bool(own) and path_of.get(place, node.path).startswith(own)
        secret = not is_own and code in people and (place, code, span) in hidden
        answer[key, code, span] = Value(0, 0, value.on, value.counted_at, True) if secret else value
    return answer


def _groups(codes: Iterable[str]) -> list[tuple[Measure, ...]]:
    """All figures of people of the same things as those asked about: they are read together."""
    groups: dict[Units, tuple[Measure, ...]] = {}
    for code in sorted(codes):
        units = named(code).units
        groups[units] = tuple(one for one in units.measures if one.counts == "people")
    return list(groups.values())


def _hidden(
    group: tuple[Measure, ...], codes: set[str], root: Node, paths: Paths, period: Period, on: dt.date, k: int
) -> Iterator[tuple[int, str]]:
    """(key of a node, code) of what is hidden. The key with a minus is what a place has beside its parts."""
    counted = [one for one in group if period.kind in one.periods]
    found = by_node([one.code for one in counted], root, [period], on)
    is_apart = group[0].units.apart
    together = [[one] for one in counted if one.code in codes] if is_apart else [counted]
    for each in together:
        yield from _hidden_together(each, found, paths, k)


def _hidden_together(counted: list[Measure], found: Found, paths: Paths, k: int) -> Iterator[tuple[int, str]]:
    rows: dict[int, list[int]] = defaultdict(lambda: [0] * (2 * len(counted)))
    place = {one.code: 2 * number for number, one in enumerate(counted)}
    for (key, code, _span), value in found.items():
        if code in place:
            rows[key][place[code] : place[code] + 2] = [value.numerator, value.denominator]
    counts = tuple(sorted((key, tuple(row)) for key, row in rows.items()))
    alone = len(counted) == 1 and (counted[0].is_share or all(row[1] in (0, row[0]) for _key, row in counts))
    if alone and 3 * len(paths) <= _MOST_ROWS:
        keys = at_least_harm(counts, paths, counted[0].is_share, k)
    else:
        keys = whole_rows(counts, paths, k)
    return ((key, one.code) for key in keys for one in counted)


@dataclass(frozen=True, slots=True)
class Tree:
    """The places of a region with the counts of all that stands in each; a place with parts and counts of its own has
    one more part, its key with a minus."""

    root: int
    parts: Mapping[int, tuple[int, ...]]
    sums: Mapping[int, tuple[int, ...]]


def tree_of(counts: Counts, paths: Paths) -> Tree:
    own = dict(counts)
    width = len(counts[0][1]) if counts else 0
    inner = {int(path.strip("/").split("/")[-2]) for _key, path in paths if path.count("/") > 2}
    parts: dict[int, list[int]] = defaultdict(list)
    sums: dict[int, list[int]] = defaultdict(lambda: [0] * width)
    root = 0
    for key, path in sorted(paths, key=lambda each: each[1].count("/")):
        steps = [int(step) for step in path.strip("/").split("/")]
        root = root or steps[0]
        if len(steps) > 1:
            parts[steps[-2]].append(key)
        row = own.get(key)
        if row is None or not any(row):
            continue
        for step in steps:
            sums[step] = [a + b for a, b in zip(sums[step], row, strict=True)]
        if key in inner:
            parts[key].append(-key)
            sums[-key] = list(row)
    return Tree(root, {key: tuple(below) for key, below in parts.items()}, {key: tuple(s) for key, s in sums.items()})


@lru_cache(maxsize=128)
def whole_rows(counts: Counts, paths: Paths, k: int) -> frozenset[int]:
    """Keys of the places all of whose figures are hidden."""
    tree = tree_of(counts, paths)
    hidden: set[int] = set()
    waiting = [tree.root]
    if _is_small(_columns(tree.sums.get(tree.root, ())), k):
        return frozenset(_below(tree, [tree.root]))
    while waiting:
        parts = [part for part in tree.parts.get(waiting.pop(), ()) if any(tree.sums.get(part, ()))]
        gone = _parts_hidden({part: _columns(tree.sums[part]) for part in parts}, k)
        hidden |= _below(tree, gone)
        waiting += [part for part in parts if part not in gone]
    return frozenset(hidden)


def _columns(row: tuple[int, ...]) -> tuple[int, ...]:
    """What can be read off a row: numerators, denominators and what is missing between them."""
    read = []
    for above, below in zip(row[::2], row[1::2], strict=True):
        read += [above, below, max(below - above, 0)]
    return tuple(read)


def _is_small(columns: tuple[int, ...], k: int) -> bool:
    return any(0 < count < k for count in columns)


def _parts_hidden(parts: Mapping[int, tuple[int, ...]], k: int) -> list[int]:
    """Those with a small count, and with them the smallest others until together they have none."""
    gone = [key for key, columns in parts.items() if _is_small(columns, k)]
    rest = sorted((key for key in parts if key not in gone), key=lambda key: (sum(parts[key]), key), reverse=True)
    while gone and rest and (len(gone) < 2 or _is_small(_sum(parts[key] for key in gone), k)):
        gone.append(rest.pop())
    return gone


def _sum(rows: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True))


def _below(tree: Tree, keys: Iterable[int]) -> set[int]:
    """``keys`` with all that stands in them."""
    found: set[int] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        found.add(key)
        waiting += tree.parts.get(key, ())
    return found


@lru_cache(maxsize=128)
def at_least_harm(counts: Counts, paths: Paths, is_share: bool, k: int) -> frozenset[int]:
    """The same for one figure, by the search for the least harm."""
    tree = tree_of(counts, paths)
    depth = max((path.count("/") - 2 for _key, path in paths), default=0) + 1
    rows: dict[tuple[str, ...], int] = {}
    of: dict[tuple[str, ...], int] = {}
    steps_of = {key: path.strip("/").split("/")[1:] for key, path in paths}
    for key, row in tree.sums.items():
        steps = [*steps_of[abs(key)], *([OWN] if key < 0 else [])]
        place = (*steps, *([TOTAL] * (depth - len(steps))))
        above, below = row
        # Of a share both sides can be read; a number that stands alone has no sides.
        read = {(TOTAL,): below, ("yes",): above, ("no",): below - above} if is_share else {(): above}
        for side, count in read.items():
            rows[*place, *side], of[*place, *side] = count, key
    known = protected(_padded(rows, depth), k)
    return frozenset(of[place] for place, count in known.items() if count is None and place in of)


def _padded(rows: dict[tuple[str, ...], int], depth: int) -> dict[tuple[str, ...], int]:
    """A place without parts is an inner row as well as a total: the table is one of inner rows and their sums."""
    inner = {place[:depth] for place in rows}
    parents = {place[:level] for place in inner for level in range(depth) if place[level] != TOTAL}
    found = dict(rows)
    for place, count in rows.items():
        steps = tuple(step for step in place[:depth] if step != TOTAL)
        if len(steps) < depth and steps not in parents:
            found[(*steps, *([OWN] * (depth - len(steps))), *place[depth:])] = count
    return found
