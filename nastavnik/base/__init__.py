"""Ideas without a domain noun.

`access` is the door to rows, `routes` the door to pages, `errors` the refusals, `saving` the writes that
lose nothing, `privacy` the classes of fields, `uids` the names of rows, `keyset` the pages of a list,
`sheets` the tables that leave as XLSX or CSV.
"""
