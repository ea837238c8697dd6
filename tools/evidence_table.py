"""What proves a line of each kind of work: the table of docs/domain/evidence.md.

python -m tools.evidence_table            prints it
python -m tools.evidence_table --write    writes the page
"""

from __future__ import annotations

import sys

from nastavnik.roadmaps.kinds import EVIDENCE, Sketch
from nastavnik.roadmaps.kinds.evidence import MEASURE
from tools.reports import ROOT, print_or_write, table, titles_of_kinds

PAGE = ROOT / "docs/domain/evidence.md"

HEAD = """# What proves a line

Made by `python -m tools.evidence_table --write` from `nastavnik/roadmaps/kinds/evidence.py`; a test compares this
page with a run and asks the registry of figures about every code that is said to exist.

A line of a plan may carry a rule: a figure of its organisation reaches a threshold, a document of a kind is
registered, an event of a kind was held. A rule is proposed by the kind of work, confirmed by a person who may edit
the plan, and inherited by copies. Then the data turn the line:

- when the rule is met, the dates that have begun and are not proved yet become done, each on the day since which the
  rule is known to be met, or on its due day where the figure of that day was enough already; a held event proves
  the one date in whose time it was held: an event planned from a line proves that line, any other one proves lines
  that wait for its kind;
- when it is met no longer, the latest date that has begun opens again; what was done in earlier terms stays done;
- a line with a confirmed rule is not marked by hand; it may still be postponed or found not relevant;
- the journal of the line says each time which figure it was, as of which day.

An office (a methodical centre, an administration, a committee) sees the figure of its territory, an organisation its
own. Figures of organisations turn lines in the deed that changed them; figures of territories, and dates that begin
while a rule is met, within an hour.

Only what exists is proposed. A later part makes a row work by declaring the figure, or by `when_registered` and
`tell_document`, or `when_held` and `tell_event` (`nastavnik.roadmaps.services.rules`), and by setting `exists` in its
row.

"""


def report() -> str:
    titles = titles_of_kinds()
    rows = [(f"`{kind}`", titles[kind], *_rule(sketch)) for kind, sketch in EVIDENCE.items()]
    return HEAD + table(("kind of work", "title", "looks at", "rule", ""), rows)


def _rule(sketch: Sketch) -> tuple[str, str, str]:
    rule = f"figure ≥ {sketch.threshold:g}" if sketch.kind == MEASURE else f"{sketch.kind} of this kind"
    return f"`{sketch.code}`", rule, "exists" if sketch.exists else "later"


if __name__ == "__main__":
    sys.exit(print_or_write(sys.argv[1:], report=report, page=PAGE, usage=__doc__))
