"""The search over everything within reach, and the window of Ctrl+K that shows it.

`found` asks each area, `views` answers. What is typed is posted and stands in no address: people are looked
for by their names here.
"""
