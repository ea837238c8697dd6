"""A plan seen otherwise than as a table: a board, a year's diagram, a calendar, a sheet for the wall.

`scale`, `bars` and `month` are arithmetic; `filters` is the one filter of all views; each view is a module
of its own name. All of them read `roadmaps.timeline` and draw what the table would list.
"""
