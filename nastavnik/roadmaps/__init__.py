"""Road maps: the document becomes a plan, the plan knows its own state.

`deadlines` (pure) reads and writes Russian terms; `reader` (pure) turns a document into a plan.
`services.imports` takes a document in, shows it and accepts it; `services.lines` edits;
`services.evidence` proves. `states` is the one place where a state is computed, as of any date.
"""
