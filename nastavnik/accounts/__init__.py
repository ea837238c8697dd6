"""Users, grants and what they allow.

`permissions` is the whole matrix as data; `policy` turns it and a user's grants into rows within reach and is
installed behind `base.access` when the apps are ready. `services` write: invitations, grants, codes. `keyring`
keeps personal data unreadable without the master key. `once` lets a form act once, however often it is sent.
"""
