"""Notices on screen, and the outbox for whoever looks after it."""
