"""From the neutral document to the plan: tables, heading, terms, parties, flags, account."""

from __future__ import annotations

import re

from nastavnik.roadmaps.deadlines import Kind, Period, Schedule, find_deadlines, read_deadline
from nastavnik.roadmaps.reader import flags, titles
from nastavnik.roadmaps.reader.approval import collect_stamps, read_approval
from nastavnik.roadmaps.reader.columns import calendar_part
from nastavnik.roadmaps.reader.coverage import Ledger
from nastavnik.roadmaps.reader.document import Document, Grid, grid_pieces
from nastavnik.roadmaps.reader.entries import Entry, Heading
from nastavnik.roadmaps.reader.head_lines import HeadLine, head_lines
from nastavnik.roadmaps.reader.layout import Layout, lay_out
from nastavnik.roadmaps.reader.numbers import bulleted
from nastavnik.roadmaps.reader.organisations import organisation
from nastavnik.roadmaps.reader.parties import divide_known, holds_date, party, split_parties
from nastavnik.roadmaps.reader.plan import ExtraDeadline, Line, Party, Plan, Section, SubItem
from nastavnik.roadmaps.reader.refusals import Unreadable
from nastavnik.roadmaps.reader.wording import bare, tidy

MAX_LINES = 5_000
_MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
_UNKNOWN = Schedule(Kind.UNKNOWN)


def read_document(document: Document, period: Period | None = None) -> Plan:
    """Reads a document of any source. `period` is that of the plan where the caller knows it; it wins."""
    ledger = Ledger()
    layout = lay_out(document, ledger)
    gathered = layout.gathered
    if not gathered.entries:
        raise Unreadable("no_table")
    if len(gathered.entries) > MAX_LINES:
        raise Unreadable("too_long", f"больше {MAX_LINES}")
    plan = Plan(columns=gathered.columns, indicators=layout.indicators, notes=gathered.notes, flags=gathered.flags)
    _heading(plan, layout, ledger, period)
    plan.sections = [_section(heading, plan.period) for heading in gathered.headings]
    _lend_terms(plan, layout)
    parties = [_parties(entry) for entry in gathered.entries]
    divide_known(parties)
    for entry, who in zip(gathered.entries, parties, strict=True):
        plan.lines.append(_line(entry, who, plan.period))
    flags.raise_flags(plan, gathered.entries, gathered.headings)
    indexes = {id(entry): index for index, entry in enumerate(gathered.entries)}
    every = [*plan.flags, *(flag for line in plan.lines for flag in line.flags)]
    plan.cells = ledger.settle(document, indexes, every)
    return plan


# --------------------------------------------------------------------- heading


def _heading(plan: Plan, layout: Layout, ledger: Ledger, period: Period | None) -> None:
    lines = head_lines(layout.head)
    title = titles.find_title(lines)
    stamps = collect_stamps(lines, {id(line) for line in title})
    stamped = {id(line) for stamp in stamps for line in stamp.lines}
    plan.title = titles.title_text(title)
    plan.approval = read_approval(stamps)
    free = [line for line in lines if id(line) not in stamped and line not in title]
    plan.organisation = organisation(plan.title, free, plan.approval.position, plan.approval.issuer)
    entries = layout.gathered.entries
    terms = [entry.words("term", "term_end") for entry in entries]
    terms += [f"{heading.title} {heading.term}" for heading in layout.gathered.headings]
    plan.period = (
        period
        or titles.period_in(plan.title)
        or titles.period_in(" ".join(line.text for line in free[-6:]))
        or titles.period_of_rows(terms, plan.approval.date)
    )
    words = " ".join(" ".join(entry.title) for entry in entries)
    plan.model = titles.model_of(plan.title, words)
    _claim_head(plan, layout, ledger, title, stamped, lines)


def _claim_head(
    plan: Plan, layout: Layout, ledger: Ledger, title: list[HeadLine], stamped: set[int], lines: list[HeadLine]
) -> None:
    for line in title:
        ledger.imported(line.piece, "Название плана")
    for line in lines:
        if id(line) in stamped:
            ledger.imported(line.piece, "Гриф утверждения или согласования")
    for block in layout.head:
        for piece in grid_pieces(block) if isinstance(block, Grid) else [block]:
            ours = plan.organisation and bare(plan.organisation) in bare(piece.text)
            if ours and not ledger.claimed(piece):
                ledger.imported(piece, "Организация")
            else:
                ledger.ignored(piece, "Текст перед таблицей плана")
    heading = bare(plan.title)
    for paragraph in layout.between:
        same = bare(paragraph.text) in heading
        ledger.ignored(paragraph, "Повтор названия плана" if same else "Текст между таблицами плана")


# --------------------------------------------------------------------- sections and lines


def _lend_terms(plan: Plan, layout: Layout) -> None:
    """A plan by months has no column of terms: its sections «Сентябрь», «Октябрь» say when."""
    if any(header.by_role("term", "month", "quarter") for header in layout.headers):
        return
    for entry in layout.gathered.entries:
        for heading, section in zip(layout.gathered.headings, plan.sections, strict=True):
            if entry.section is heading and section.schedule:
                entry.fields["term"], entry.inherited = [section.deadline_text], True


_DATED = (Kind.DATE, Kind.DEADLINE, Kind.RANGE, Kind.RANGES)


def _section(heading: Heading, period: Period | None) -> Section:
    """A section's own term stands in its row, in brackets after its title, or is its title («Сентябрь»)."""
    section = Section(heading.number, heading.title, number_text=heading.number_text, sources=heading.places)
    if period is None:
        section.deadline_text = heading.term
        return section
    if heading.term:
        section.deadline_text, section.schedule = heading.term, read_deadline(heading.term, period)
        return section
    brackets = re.search(r"\(([^()]{3,60})\)\s*$", heading.title)
    words = brackets[1] if brackets else heading.title
    schedule = read_deadline(words, period) if len(words) < 60 else _UNKNOWN
    if schedule.kind in _DATED and not schedule.unread:
        section.deadline_text, section.schedule = words, schedule
    return section


def _parties(entry: Entry) -> list[Party]:
    if entry.parties and all(holds_date(" ".join(lines)) for _, lines in entry.parties if lines):
        return []
    return [party(text, column) for column, lines in entry.parties for text in split_parties(lines)]


def _line(entry: Entry, who: list[Party], period: Period | None) -> Line:
    title = tidy(" ".join(entry.title))
    deadline_text, spoken = _term_words(entry)
    schedule = read_deadline(spoken, period) if period and spoken else _UNKNOWN
    result, outcome = entry.words("document"), entry.words("outcome")
    line = Line(
        number=entry.number,
        section=(entry.section.number or entry.section.title) if entry.section else None,
        subsection=entry.subsection,
        title=title,
        deadline_text=deadline_text,
        schedule=schedule,
        responsible=who,
        result=tidy(result or outcome),
        outcome=tidy(outcome) if result else "",
        form=tidy(entry.words("form")),
        remark=_remark(entry),
        inherited=entry.inherited,
        sources=entry.sources,
        flags=list(entry.flags),
    )
    line.sub_items = [_sub_item(text, period) for text in bulleted(entry.title)]
    if period:
        line.extra_deadlines = [
            ExtraDeadline(title[start:end], found) for start, end, found in find_deadlines(title, period)
        ]
    return line


def _remark(entry: Entry) -> str:
    words = [entry.words(role) for role in ("detail", "audience", "venue", "remark", "other") if entry.words(role)]
    return tidy("; ".join([*words, *entry.month_notes]))


def _sub_item(text: str, period: Period | None) -> SubItem:
    found = find_deadlines(text, period) if period else []
    if not found:
        return SubItem(text)
    start, end, schedule = found[0]
    return SubItem(text, text[start:end], schedule)


def _term_words(entry: Entry) -> tuple[str, str]:
    """The words of the term as they stand, and as the grammar should hear them (months of a calendar by name)."""
    words, end = tidy(entry.words("term")), tidy(entry.words("term_end"))
    if end:
        words = f"{words} – {end}" if words else f"до {end}"
    if not entry.months:
        return words, words
    names = ", ".join(entry.months)
    heard = ", ".join(_spoken(name) for name in entry.months)
    return (f"{words}, {names}", f"{words}, {heard}") if words else (names, heard)


def _spoken(name: str) -> str:
    part = calendar_part(name)
    if re.fullmatch(r"20\d\d", name):
        return f"{name} год"
    if part is None or re.search(r"(?i)кв|четв", name):
        return name
    year = re.search(r"20\d\d", name)
    return _MONTHS[part - 1] + (f" {year[0]}" if year else "")
