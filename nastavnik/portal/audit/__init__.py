"""The journal on screen: the list, its check, and timelines for the pages of other areas (`timelines`)."""
