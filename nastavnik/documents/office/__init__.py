"""Office files from strangers: `packages` opens them with every size counted, `numbering` counts the lists of Word,
`cell` is the process that they are read in. Pure; road maps and templates are read through it.
"""
