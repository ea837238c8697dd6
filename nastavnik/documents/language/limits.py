"""What a template and a filled document may come to, so that nobody's template stops the work of others."""

from __future__ import annotations

#: Letters of one tag, of one comment, of one literal.
TAG, COMMENT, LITERAL = 400, 2_000, 200
#: Tags within tags, steps of a path, filters in a row, comparisons of one condition.
DEPTH, STEPS, FILTERS, TESTS = 12, 6, 8, 20
#: Tags of one template, faults told at once.
TAGS, FAULTS = 5_000, 200
#: Rounds of all loops together, letters that values bring into one document.
ROUNDS, LETTERS = 20_000, 5_000_000
