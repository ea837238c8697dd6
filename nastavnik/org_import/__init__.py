"""A list of organisations comes in as a table: read, compared with the tree, mended, accepted as a whole, undone.

`reading` opens a stranger's file in a process of its own, `headings` knows the columns by their names, `checks`
compares rows with one another and with the tree. Organisations are written by `org.services` alone.
"""
