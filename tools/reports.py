"""What the pages of figures under docs/domain are made with: the list of kinds, a table, printing or writing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
ABOUT = ROOT / "nastavnik/org/reference/about.yaml"


def titles_of_kinds() -> dict[str, str]:
    """Kind of work → its Russian title, as shipped."""
    entries = yaml.safe_load(ABOUT.read_text(encoding="utf-8"))["capabilities"]["entries"]
    return {entry["code"]: entry["title_ru"] for entry in entries}


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rule = "| " + " | ".join("---" for _ in head) + " |"
    return "\n".join(["| " + " | ".join(head) + " |", rule, *("| " + " | ".join(line) + " |" for line in lines), ""])


def print_or_write(arguments: Sequence[str], *, report: Callable[[], str], page: Path, usage: str | None) -> int:
    """``--write`` puts the report into ``page``; without arguments it is printed."""
    if arguments == ["--write"]:
        page.write_text(report(), encoding="utf-8")
    elif arguments:
        print(usage, file=sys.stderr)
        return 2
    else:
        print(report())
    return 0
