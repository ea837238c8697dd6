"""Small numbers: which counts of a table stay hidden so that nobody can work out the small ones.

`table` reads and writes, `lattice` says what an attacker knows, `moves` is the attacker, `cuts` what each sufficient
choice satisfies, `master` the cheapest choice by parts that does, `deciding` a whole one below a price or none.
`search` goes on until there is none; `quick` serves large tables with a bound. Pure: docs/domain/disclosure.md.
"""

from __future__ import annotations

from nastavnik.measures.disclosure.suppressing import Suppression, protected, suppress
from nastavnik.measures.disclosure.table import BadTable, Table, read_table, written

__all__ = ["BadTable", "Suppression", "Table", "protected", "read_table", "suppress", "written"]
