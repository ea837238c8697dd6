"""Pages of figures: what each of them is, its value at every level, the rows behind, and the two monitorings."""
