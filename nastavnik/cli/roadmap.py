"""`nastavnik roadmap read FILE [--period A..B] [--json]`: a road map document in, its plan out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.reader import Line, Plan, Unreadable, read_in_child


def run(argv: list[str]) -> int:
    """0 done, 2 the input cannot be used (one line on stderr: what, where, how to mend)."""
    parser = argparse.ArgumentParser(prog="nastavnik roadmap", description="Reads road maps.")
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", help="read a document: DOCX, PDF, XLSX, ODT, ODS, HTML, TXT, MD, TSV")
    read.add_argument("file", type=Path)
    read.add_argument(
        "--period", help="the plan's period, 2026 or 2026-09-01..2027-08-31, where the document does not tell"
    )
    read.add_argument("--json", action="store_true", help="print the whole plan as JSON")
    options = parser.parse_args(argv)
    try:
        period = Period.parse(options.period) if options.period else None
    except ValueError:
        sys.stderr.write(
            f"--period: «{options.period}» не похоже на период. Напишите год (2026) "
            "или две даты (2026-09-01..2027-08-31).\n"
        )
        return 2
    try:
        plan = read_in_child(options.file, period=period)
    except Unreadable as refusal:
        sys.stderr.write(f"{options.file}: {refusal.sentence}\n")
        return 2
    if options.json:
        sys.stdout.write(json.dumps(plan.to_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(_told(plan))
    return 0


def _told(plan: Plan) -> str:
    """The plan for the eyes: a line to each activity, then the counts."""
    out = [plan.title, f"Период: {plan.period or 'не указан'}", ""]
    section: str | None = None
    titles = {each.ref: f"{each.number} {each.title}".strip() for each in plan.sections}
    for line in plan.lines:
        if line.section != section:
            section = line.section
            out.append(titles.get(section or "", ""))
        out.append(_line(line))
    flags = len(plan.flags) + sum(len(line.flags) for line in plan.lines)
    out += ["", f"Строк: {len(plan.lines)}. Помечено: {flags}. Пропущено ячеек: {len(plan.ignored)}."]
    return "\n".join(out) + "\n"


def _line(line: Line) -> str:
    who = ", ".join(party.text for party in line.responsible)
    return f"  {line.number} {line.title} | {line.deadline_text} | {who} | {line.result}"
