"""The deeds of people: each asks for its right, writes in one transaction and goes into the journal."""
