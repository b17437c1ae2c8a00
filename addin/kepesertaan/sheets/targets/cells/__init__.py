"""What each number of a table counts, and how large it is."""
