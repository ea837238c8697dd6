"""Deeds. `nodes`: open, rename, move, merge, close. `facts`: what else is true of a node, correct a type.
`reference`: load and edit the lists. `paths` rewrites whole branches, for `nodes` alone.
"""
