"""What waits for one's decision, the page on which it is taken, and who stands in for whom.

What is signed is shown by the area it belongs to: that area registers itself with `papers`.
"""
