"""Deeds: everything that writes. `imports` takes documents in, `plans` and `lines` edit, `evidence` proves,
`occurrences` lays a line's dates out, `summaries` keeps a plan's counts.
"""
