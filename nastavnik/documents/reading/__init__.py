"""A DOCX, whoever has edited it, read back into the document tree; what the tree cannot tell is refused by its place.

`door` opens the package, `styles` says how things look, `words`, `paragraphs`, `lists` and `tables` read the text,
`sections` the page; `child` does it all in a process of its own. `normal` is the one spelling of a tree:
``read_tree(write_docx(tree)) == normal(tree)``. Pure.
"""

from nastavnik.documents.faults import Fault, Refused
from nastavnik.documents.reading.normal import normal
from nastavnik.documents.reading.reading import read_tree

__all__ = ["Fault", "Refused", "normal", "read_tree"]
