"""Whether two lines of plans mean the same, and which line below stands for which line above.

`concepts` knows what the field calls by several names, `terms` turns a line into weighted terms, `scoring` compares
two lines, `matching` pairs two plans. Pure: words in, numbers out. The figures on a labelled set are held by
`tests/roadmaps/likeness`.
"""

from nastavnik.roadmaps.likeness.matching import CONFIDENT, PROPOSED, Pair, Upper, match
from nastavnik.roadmaps.likeness.scoring import likeness
from nastavnik.roadmaps.likeness.terms import Words

__all__ = ["CONFIDENT", "PROPOSED", "Pair", "Upper", "Words", "likeness", "match"]
