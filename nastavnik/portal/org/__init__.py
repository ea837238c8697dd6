"""Organisations on screen: the list and the card as of a date, the deeds, the reference lists.

`filters` and `forms` clean; `nodes` shows; `deeds` and `reference_edit` call the services.
"""
