"""Pages of questionnaires: one's own, filled in a block at a time on a phone; who has completed what; blanks."""
