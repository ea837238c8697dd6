"""Saved views of lists. `strip` is what a list shows of them, `pages` names the lists, `views` does the deeds.

A list takes part by two lines: its code stands in `pages.LISTS`, and its view calls `strip.opened`.
"""
