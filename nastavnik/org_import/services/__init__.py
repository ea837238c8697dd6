"""`lists`: a table taken in, mended, accepted, taken back. `writing`: its rows as deeds done to the tree."""
