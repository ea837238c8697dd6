"""A list of organisations from a table: loaded, looked through, mended, accepted, taken back."""
