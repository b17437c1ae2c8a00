"""Figures of officers and months rolled up into the lines of the book."""
