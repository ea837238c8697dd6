"""Deeds: `grants` gives and ends roles, `entry` lets people in (invitations, paper codes), `users` keeps accounts."""
