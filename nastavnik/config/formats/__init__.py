"""Dates as people write them: «15 октября 2026»."""
