"""What is printed: one document tree and its two writers.

`tree` says what a document is made of, `writers.docx` and `writers.pdf` put the same tree into Word and into PDF:
the same tree gives the same bytes. `texts` says what of a stranger's words a document can hold. All of it is pure.
"""
