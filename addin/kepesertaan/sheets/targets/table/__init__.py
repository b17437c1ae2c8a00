"""What the rows and columns of a table say, and which of them are totals."""
