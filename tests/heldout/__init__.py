"""Labelled data that nobody tunes on: see README.md."""
