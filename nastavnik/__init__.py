"""Nastavnik: a school's road map as the working tool of its mentoring programme."""

__version__ = "0.1.0"
