"""Reading the cascade: who receives lines, how the plans below have them, what a new edition changes. Nothing writes.

`receivers` finds the nodes and their plans, `roll_up` sums the states of the lines below, `coverage` shows who lacks
what, `terms` whose term is later, `offers` what a receiver is asked to decide and the smallest change that mends a
plan, `changes` what a new edition says otherwise, `below` how far the plans of those below have come.
"""
