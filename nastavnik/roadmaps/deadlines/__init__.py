"""The grammar of Russian deadlines: «до 15 октября», «1 раз в квартал», «по мере необходимости» → schedules.

A deadline's words go through four stages, each a module or two that can be read by itself:

1. `normal` and `tokens` give the text one spelling and cut it; `spelling` mends broken, grown-together and
   mistyped words by the `lexicon`. Regular expressions live here and nowhere else.
2. `phrases` reads the tokens from left to right by the grammar: `units` name stretches of the calendar,
   `spans` set limits to them, `rhythms` say how often, `anchors` name what something hangs on. A function is a
   phrase, its docstring the rule. The answer is a row of `pieces` without any real dates.
3. `sharing` lets the pieces lend each other months and years, `placing` and `dating` lay them on the calendar
   of the plan's `Period`, `recurring` makes one rule out of rhythms, `resolving` makes the one `Schedule`.
4. `writing` says a schedule in correct Russian; reading that again gives an equal schedule.

Nothing is guessed in silence: a reading that could be another is "ambiguous" and carries its alternatives,
words that were not understood are in ``unread``, and no text makes the reader raise.
"""

from nastavnik.roadmaps.deadlines.finding import find_deadlines
from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.reading import read_deadline
from nastavnik.roadmaps.deadlines.schedule import Kind, Schedule
from nastavnik.roadmaps.deadlines.writing import write_deadline

__all__ = ["Kind", "Period", "Schedule", "find_deadlines", "read_deadline", "write_deadline"]
