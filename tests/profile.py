"""Chooses the settings of tests; a pytest plugin, loaded before Django's settings are read."""

import os
import sys

from tools import environment

os.environ["NASTAVNIK_PROFILE"] = "test"
# Playwright keeps an event loop in the thread of its tests, and there Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Whoever calls pytest without `start.py` keeps compiled modules too, and so do the programs that tests start.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.pycache_prefix = os.environ.setdefault("PYTHONPYCACHEPREFIX", str(environment.BYTECODE))
