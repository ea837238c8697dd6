"""Invented documents with known truth: any mix of columns, sections, stamps and formats, by seed.

`make(seed)` gives the document in a neutral form (`Draft`) and the plan that should be read from it.
The writers in `writers.py` put a draft into each format.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.roadmaps.reader import wordbank as bank

MONTHS = ("Сентябрь", "Октябрь", "Ноябрь", "Декабрь", "Январь", "Февраль", "Март", "Апрель", "Май")


@dataclass
class Box:
    """One cell: its lines, how far it reaches, how it looks."""

    lines: list[str]
    across: int = 1
    down: int = 1
    bold: bool = False
    label: str = ""
    """An automatic number: written by the program, absent from the text (DOCX only)."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Sheet:
    """One table. A merged cell stands in its first place, None in the places it covers."""

    rows: list[list[Box | None]] = field(default_factory=list)
    header_rows: int = 1


@dataclass
class Draft:
    stamp: list[str] = field(default_factory=list)
    stamp_at: str = "right"
    """right, left, table, textbox or beside (with another stamp at its left)."""
    title: list[str] = field(default_factory=list)
    parts: list[Sheet | str] = field(default_factory=list)
    """Tables, and the headings between them."""
    tail: list[str] = field(default_factory=list)


@dataclass
class Layout:
    roles: list[str]
    headings: dict[str, str]
    sections: str
    """none, row (merged), cell (title cell alone), numbered_row, stage, between, roman"""
    numbers: str
    """none, flat, deep, deep_dot"""
    stamp_at: str
    levels: bool
    months: bool
    count_row: bool
    bulleted: bool
    numbered_cell: bool
    shared_cells: bool


def make(seed: int) -> tuple[Draft, dict[str, Any]]:
    rng = random.Random(seed)
    return _build(rng, _layout(rng))


def _layout(rng: random.Random) -> Layout:
    numbers = rng.choice(["none", "flat", "deep", "deep", "deep_dot"])
    months = rng.random() < 0.08
    roles = ["activity", "responsible"] if months else ["activity", "term", "responsible"]
    roles += [
        role
        for role, odds in (("result", 0.6), ("form", 0.15), ("remark", 0.15), ("audience", 0.1))
        if rng.random() < odds
    ]
    if rng.random() < 0.45:
        tail = roles[1:]
        rng.shuffle(tail)
        roles = [roles[0], *tail]
    if rng.random() < 0.12:
        roles = ["term", *[role for role in roles if role != "term"]] if "term" in roles else roles
    sections = rng.choice(["none", "row", "row", "numbered_row", "cell", "stage", "between", "roman"])
    if sections in ("cell",) and not numbers.startswith("deep"):
        sections = "row"
    if sections == "stage":
        roles.insert(0, "stage")
        numbers = rng.choice(["none", "flat"])
    if numbers != "none":
        roles.insert(0, "number")
    headings = {role: rng.choice(bank.HEADINGS[role]) for role in roles}
    return Layout(
        roles=roles,
        headings=headings,
        sections=sections,
        numbers=numbers,
        stamp_at=rng.choice(["right", "right", "left", "table", "textbox", "beside", "none"]),
        levels=rng.random() < 0.12 and not months,
        months=months,
        count_row=rng.random() < 0.12,
        bulleted=rng.random() < 0.4,
        numbered_cell=numbers == "none" and sections == "stage" and rng.random() < 0.7,
        shared_cells=rng.random() < 0.2 and not months,
    )


@dataclass
class _State:
    rng: random.Random
    layout: Layout
    rows: list[list[Box | None]]
    items: list[dict[str, Any]] = field(default_factory=list)
    sections: list[dict[str, Any]] = field(default_factory=list)
    flat: int = 0


def _columns(layout: Layout, rng: random.Random) -> tuple[list[list[Box | None]], list[str]]:
    """Header rows and the names a reader should give back."""
    upper: list[Box | None] = []
    lower: list[Box | None] = []
    names: list[str] = []
    joint = layout.levels or layout.months
    for role in layout.roles:
        heading = layout.headings[role]
        if role == "responsible" and layout.levels:
            upper += [Box([heading], across=2, bold=True), None]
            lower += [Box(["школа"], bold=True), Box(["район"], bold=True)]
            names += ["школа", "район"]
        else:
            upper.append(Box(heading.split("\n"), down=2 if joint else 1, bold=True))
            lower.append(None)
            names.append(heading.replace("\n", " "))
    if layout.months:
        upper += [Box(["Сроки проведения"], across=len(MONTHS), bold=True), *[None] * (len(MONTHS) - 1)]
        lower += [Box([month], bold=True) for month in MONTHS]
        names += list(MONTHS)
    rows = [upper, lower] if joint else [upper]
    if layout.count_row:
        rows.append([Box([str(number)]) for number in range(1, len(upper) + 1)])
    return rows, names


def _build(rng: random.Random, layout: Layout) -> tuple[Draft, dict[str, Any]]:
    header, names = _columns(layout, rng)
    organisation = rng.choice(bank.ORGANISATIONS)
    draft = Draft(stamp_at=layout.stamp_at)
    approval = _stamp(rng, layout, draft, organisation)
    draft.title = rng.choice(
        (
            [
                "План мероприятий («дорожная карта»)",
                "внедрения целевой модели наставничества",
                f"в {organisation}",
                "на 2026-2027 учебный год",
            ],
            ["Дорожная карта реализации программы наставничества", f"{organisation} на 2026/2027 учебный год"],
            [f"ПЛАН РАБОТЫ ПО НАСТАВНИЧЕСТВУ В {organisation}", "на 2026–2027 учебный год"],
        )
    )
    state = _State(rng, layout, [])
    count = 1 if layout.sections == "none" else rng.randint(2, 4)
    titles = rng.sample(bank.SECTIONS, count)
    header_rows = len(header) - int(layout.count_row)
    draft.parts = []
    for index, title in enumerate(titles, start=1):
        if layout.sections == "between" or index == 1:
            state.rows = [list(row) for row in header]
        _section(state, draft, title, index, len(header[0]))
        if layout.sections == "between" or index == count:
            draft.parts.append(Sheet(state.rows, header_rows))
    truth = {
        "title": " ".join(draft.title),
        "organisation": organisation,
        "approval": approval,
        "period": {"start": "2026-09-01", "end": "2027-08-31"},
        "columns": names,
        "sections": state.sections,
        "items": state.items,
    }
    if rng.random() < 0.3:
        draft.tail = [f"Куратор ______________ {rng.choice(bank.DIRECTORS)}"]
    return draft, truth


def _stamp(rng: random.Random, layout: Layout, draft: Draft, organisation: str) -> dict[str, Any]:
    if layout.stamp_at == "none":
        return {"status": "none", "order_no": None, "date": None}
    director = rng.choice(bank.DIRECTORS)
    kind = rng.choice(["order", "date", "annex", "blank"])
    if kind == "order":
        draft.stamp = ["УТВЕРЖДЕНО", "приказом директора", f"{organisation}", "от 31.08.2026 № 214-од"]
        return {"status": "approved", "order_no": "214-од", "date": "2026-08-31"}
    if kind == "annex":
        draft.stamp = ["Приложение № 1", f"к приказу {organisation}", "от 01 сентября 2026 г. № 87"]
        return {"status": "annex", "order_no": "87", "date": "2026-09-01"}
    if kind == "date":
        draft.stamp = ["УТВЕРЖДАЮ", f"Директор {organisation}", f"_____________ {director}", "«28» августа 2026 г."]
        return {"status": "approved", "order_no": None, "date": "2026-08-28", "position": f"Директор {organisation}"}
    draft.stamp = ["«Утверждаю»", f"Директор {organisation}", f"__________/{director}/", "«___» ____________ 2026 г."]
    return {"status": "approved", "order_no": None, "date": None, "position": f"Директор {organisation}"}


def _section(state: _State, draft: Draft, title: str, index: int, width: int) -> None:
    """Opens a section in the layout's way and fills it."""
    kind = state.layout.sections
    numeral = ("I", "II", "III", "IV")[index - 1]
    ref: str | None = None
    if kind == "row":
        state.sections.append({"number": "", "title": title})
        state.rows.append([Box([title], across=width, bold=True), *[None] * (width - 1)])
        ref = title
    elif kind in ("numbered_row", "roman"):
        number = f"{numeral}." if kind == "roman" else f"{index}."
        state.sections.append({"number": number, "title": title})
        state.rows.append(
            [Box([f"{number} {title}"], across=width, bold=state.rng.random() < 0.7), *[None] * (width - 1)]
        )
        ref = number
    elif kind == "cell":
        state.sections.append({"number": f"{index}.", "title": title})
        at = state.layout.roles.index("activity")
        row: list[Box | None] = [Box([""]) for _ in range(width)]
        row[state.layout.roles.index("number")] = Box([f"{index}."])
        row[at] = Box([title], bold=state.rng.random() < 0.5)
        state.rows.append(row)
        ref = f"{index}."
    elif kind == "between":
        number = f"{index}."
        state.sections.append({"number": number, "title": title})
        draft.parts.append(f"{number} {title}")
        ref = number
    elif kind == "stage":
        state.sections.append({"number": "", "title": title})
        ref = title
    _items(state, ref, title, index, width)


def _items(state: _State, ref: str | None, title: str, index: int, width: int) -> None:
    rng, layout = state.rng, state.layout
    count = rng.randint(2, 5)
    begin = len(state.rows)
    shared = count if layout.shared_cells and count > 2 else 0
    for place in range(1, count + 1):
        _item(
            state, ref, index, place, width, shared_from=begin if shared and place > 1 else None, last=place == count
        )
    if layout.sections == "stage":
        at = layout.roles.index("stage")
        state.rows[begin][at] = Box([title], down=count)
        for row in state.rows[begin + 1 :]:
            row[at] = None


def _item(
    state: _State, ref: str | None, index: int, place: int, width: int, shared_from: int | None, last: bool
) -> None:
    rng, layout = state.rng, state.layout
    state.flat += 1
    number = {"none": "", "flat": str(state.flat), "deep": f"{index}.{place}", "deep_dot": f"{index}.{place}."}[
        layout.numbers
    ]
    lines, parts = _activity(state, place)
    term, _ = rng.choice(bank.TERMS)
    words, parties = rng.choice(bank.PARTIES)
    other, other_parties = rng.choice(bank.PARTIES)
    result = rng.choice(bank.RESULTS)
    row: list[Box | None] = []
    for role in layout.roles:
        if role == "responsible" and layout.levels:
            row += [Box(list(words)), Box(list(other))]
        elif role == "stage":
            row.append(Box([""]))
        else:
            row.append(
                Box(
                    {
                        "number": [number],
                        "activity": lines,
                        "term": [term],
                        "responsible": list(words),
                        "result": [result],
                        "form": [rng.choice(("семинар", "собрание", "очно"))],
                        "remark": [""],
                        "audience": [rng.choice(("5-9 классы", "педагоги"))],
                    }[role]
                )
            )
    if layout.months:
        marked = sorted(rng.sample(range(len(MONTHS)), rng.randint(1, 2)))
        row += [Box([rng.choice("+") if month in marked else ""]) for month in range(len(MONTHS))]
        term = ", ".join(MONTHS[month] for month in marked)
    if shared_from is not None:
        at = layout.roles.index("term") + _shift(layout, "term")
        above = state.rows[shared_from][at]
        assert above is not None
        above.down += 1
        term = above.text
        row[at] = None
    state.rows.append(row)
    has_result = "result" in layout.roles
    for label, title in parts:
        state.items.append(
            {
                "number": label or number,
                "section": ref,
                "title": title,
                "deadline_text": term,
                "responsible": [*parties, *other_parties] if layout.levels else list(parties),
                "result": result if has_result else "",
            }
        )


def _shift(layout: Layout, role: str) -> int:
    """A joint heading of two columns moves everything to its right."""
    if not layout.levels:
        return 0
    return int(layout.roles.index("responsible") < layout.roles.index(role))


def _activity(state: _State, place: int) -> tuple[list[str], list[tuple[str, str]]]:
    """Lines of the activity cell, and the (own number, title) of each line of the plan in it."""
    rng, layout = state.rng, state.layout
    if layout.numbered_cell and rng.random() < 0.6:
        texts = rng.choice(bank.NUMBERED)
        style = rng.choice(("{}.", "{})"))
        labels = [style.format(number) for number in range(1, len(texts) + 1)]
        return [f"{label} {text}" for label, text in zip(labels, texts, strict=True)], list(
            zip(labels, texts, strict=True)
        )
    if layout.bulleted and rng.random() < 0.25:
        intro, bullets = rng.choice(bank.BULLETED)
        sign = rng.choice("-–•")
        lines = [intro, *(f"{sign} {bullet}" for bullet in bullets)]
        return lines, [("", " ".join(lines))]
    text = rng.choice(bank.ACTIVITIES)
    return [text], [("", text)]
