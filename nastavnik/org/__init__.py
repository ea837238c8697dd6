"""The dated tree of territories and bodies, and the reference data of the field.

A `Node` is a region, a district or a body placed in one. Its names, its place and its facts are periods:
a deed of `services` closes one and opens the next, and never touches what is past. `queries` reads the
tree as of any date. `reference` reads the versioned lists of the field: types, forms, acts, calendars.
`identifiers` and `calendar` are pure.
"""
