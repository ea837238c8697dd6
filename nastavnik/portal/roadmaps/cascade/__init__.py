"""Pages of the cascade: `above` what came from above, `addressing` whose lines they are, `coverage` how they stand
below, `below` the plans of those below and what is asked of them."""
