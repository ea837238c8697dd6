"""Office files from strangers: `packages` opens them with every size counted, `numbering` counts the lists of Word.

Pure, and the only door: road maps, templates and lists of organisations are read through it.
"""
