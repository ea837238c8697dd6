"""What is printed: one document tree and its two writers."""
