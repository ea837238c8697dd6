"""Pages of events: planning and holding, who is invited and came, the levels above, one's own invitations."""
