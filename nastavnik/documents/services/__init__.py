"""Deeds. `drafts`: drawn up, rewritten, removed. `approval`: sent, signed. `issuing`: numbered, kept, ended. `cases`:
the list of files and its numbers. `signing`: signatures. `verifying`: whether what is kept is what was issued.
"""
