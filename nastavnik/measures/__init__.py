"""Figures: declared once beside the data, kept for each organisation, summed up the dated tree."""
