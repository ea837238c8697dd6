"""Pages of people: bases, cards, tables on their way in, consents, readiness, partners, the base of the city,
requests about one's data. A page shows names only inside the organisation that keeps them.
"""
