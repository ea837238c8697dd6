"""The search over everything within reach, and the window of Ctrl+K that shows it while somebody types.

`found` asks each area, `views` answers. What is typed is posted and stands in no address. People are found on the
page alone, and each such search is written into the journal.
"""
