"""One deed over many lines of a plan: looked at first, done as one, taken back as one for a day.

`effects` says what a deed would do to each line and is asked both by the preview and, under lock, by the deed
itself. `acts` writes set by set, `undoing` takes back what nobody has touched since, `deeds` are the doors.
"""
