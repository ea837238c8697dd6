"""What a person should look at: contradictions and doubts of the document, told in words, never mended in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from nastavnik.roadmaps.deadlines import Kind
from nastavnik.roadmaps.reader.columns import Role
from nastavnik.roadmaps.reader.entries import Entry, Heading
from nastavnik.roadmaps.reader.numbers import depth, parts
from nastavnik.roadmaps.reader.parties import holds_date, one_person_two_spellings
from nastavnik.roadmaps.reader.plan import Flag, Line, Plan, Section
from nastavnik.roadmaps.reader.wording import bare

Check = Callable[[Plan, Line, Entry], Flag | None]


def raise_flags(plan: Plan, entries: list[Entry], headings: list[Heading]) -> None:
    """Fills `flags` of the lines and of the plan."""
    counts = Counter((line.section, line.number) for line in plan.lines if line.number)
    titles = Counter(bare(line.title) for line in plan.lines)
    sections = dict(zip(headings, plan.sections, strict=True))
    for line, entry in zip(plan.lines, entries, strict=True):
        for check in (_term, _date_in_responsible, _inside_title, _outside_plan, _inherited, _calendar_notes):
            flag = check(plan, line, entry)
            if flag:
                line.flags.append(flag)
        section = sections.get(entry.section) if entry.section else None
        line.flags += _numbers(line, entry, section, counts)
        line.flags += _section_period(line, entry, section)
        if titles[bare(line.title)] > 1:
            line.flags.append(
                Flag("duplicate_title", "В плане несколько строк с таким же мероприятием.", _at(entry, "activity"))
            )
    if plan.period is None:
        plan.flags.append(
            Flag("period_missing", "Период плана не указан: сроки без года прочитать нельзя. Укажите период.")
        )
    everyone = [party for line in plan.lines for party in line.responsible]
    for one, other in one_person_two_spellings(everyone):
        plan.flags.append(
            Flag("same_person_spelled_differently", f"Возможно, это один человек: «{one}» и «{other}».")
        )


def _at(entry: Entry, *roles: Role) -> str:
    return next((entry.places[role] for role in roles if role in entry.places), "")


def _term(plan: Plan, line: Line, entry: Entry) -> Flag | None:
    place = _at(entry, "term", "month", "quarter")
    if not line.deadline_text or re.fullmatch(r"[-–—.\s]+", line.deadline_text):
        return Flag("term_missing", "Срок не указан.", _at(entry, "activity"))
    if plan.period is None:
        return None
    if line.schedule.kind is Kind.UNKNOWN:
        return Flag("term_unread", f"Срок «{line.deadline_text}» не удалось прочитать: укажите даты.", place)
    if line.schedule.confidence == "ambiguous":
        return Flag("term_ambiguous", f"Срок «{line.deadline_text}» можно понять по-разному: проверьте даты.", place)
    if line.schedule.unread:
        words = " ".join(line.schedule.unread)
        return Flag("term_partly_unread", f"В сроке не прочитаны слова «{words}»: проверьте даты.", place)
    return None


def _date_in_responsible(plan: Plan, line: Line, entry: Entry) -> Flag | None:
    words = entry.words("responsible")
    if words and not line.responsible and holds_date(words):
        return Flag(
            "date_in_responsible", f"В столбце ответственных стоит срок: «{words}».", _at(entry, "responsible")
        )
    return None


def _inside_title(plan: Plan, line: Line, entry: Entry) -> Flag | None:
    if not line.extra_deadlines:
        return None
    words = "», «".join(extra.text for extra in line.extra_deadlines)
    return Flag(
        "deadline_inside_title", f"В тексте мероприятия назван ещё один срок: «{words}».", _at(entry, "activity")
    )


def _outside_plan(plan: Plan, line: Line, entry: Entry) -> Flag | None:
    if plan.period is None or line.schedule.kind in (Kind.UNKNOWN, Kind.RELATIVE, Kind.ON_DEMAND):
        return None
    start, end = plan.period.start, plan.period.end
    if any(a < start or b > end for a, b in line.schedule.windows):
        return Flag("outside_plan_period", "Срок выходит за период плана.", _at(entry, "term"))
    return None


def _inherited(plan: Plan, line: Line, entry: Entry) -> Flag | None:
    if not line.inherited:
        return None
    return Flag(
        "inherited", "Срок, ответственные и результат взяты из объединённой ячейки выше.", _at(entry, "activity")
    )


def _calendar_notes(plan: Plan, line: Line, entry: Entry) -> Flag | None:
    if not entry.month_notes:
        return None
    words = "; ".join(entry.month_notes)
    return Flag(
        "calendar_note",
        f"В столбцах календаря стоят слова: {words}. Они внесены в примечание.",
        _at(entry, "month", "quarter"),
    )


def _numbers(
    line: Line, entry: Entry, section: Section | None, counts: Counter[tuple[str | None, str]]
) -> list[Flag]:
    place = _at(entry, "number", "activity")
    if not line.number:
        return [Flag("number_missing", "У мероприятия нет номера.", place)] if entry.should_count else []
    found: list[Flag] = []
    if counts[(line.section, line.number)] > 1:
        found.append(Flag("number_repeated", f"Номер {line.number} стоит у нескольких мероприятий.", place))
    if section and section.number and depth(line.number) > 1:
        own, above = parts(line.number), parts(section.number)
        if above and own[0] != above[0]:
            found.append(
                Flag(
                    "number_contradicts_section",
                    f"Номер {line.number} не подходит к разделу {section.number}.",
                    place,
                )
            )
    return found


def _section_period(line: Line, entry: Entry, section: Section | None) -> list[Flag]:
    if section is None or section.schedule is None or not section.schedule.windows or not line.schedule.windows:
        return []
    start = min(a for a, _ in section.schedule.windows)
    end = max(b for _, b in section.schedule.windows)
    if line.schedule.kind is Kind.CONTINUOUS:
        return []
    if any(a < start or b > end for a, b in line.schedule.windows):
        return [Flag("outside_section_period", "Срок выходит за срок своего раздела.", _at(entry, "term"))]
    return []
