"""A plan as a sheet of paper: in the columns it was written in, or in those usual at its level. Pure.

`slots` tells what each column takes, `words` is the plan in plain values, `rows` puts it into the cells of a table,
`sheet` adds the stamp, the title and the page. What comes out is read by `roadmaps.reader` as the same plan.
"""
