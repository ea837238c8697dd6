"""The two writers of the document tree."""
