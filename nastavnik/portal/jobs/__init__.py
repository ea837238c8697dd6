"""Long work on screen: one's own jobs, the card that moves by itself, stopping and trying again."""
