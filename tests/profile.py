"""Chooses the settings of tests; a pytest plugin, loaded before Django's settings are read."""

import os

os.environ["NASTAVNIK_PROFILE"] = "test"
# Playwright keeps an event loop in the thread of its tests, and there Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
