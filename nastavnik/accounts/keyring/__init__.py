"""Personal data at rest (decision 11).

Each organisation has a data key; `ring` keeps the keys, wrapped by the master key that stands outside the
database. `fields` are model fields that hold ciphertext bound to their row, and blind indexes to look it up;
`files` is a store of encrypted files. Without the master key all of it is noise.
"""
