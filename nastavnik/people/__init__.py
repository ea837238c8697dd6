"""People of an organisation: who they are, what they take part in, what they agreed to.

`models` keeps persons, dated participations, consents and what mentors proved; `registers` (pure) reads and writes
the official tables of both bases; `services` are the deeds; `standing` says what a participation may be on a day.
Names stay here: nothing of a card leaves the organisation but by a consent that says so.
"""
