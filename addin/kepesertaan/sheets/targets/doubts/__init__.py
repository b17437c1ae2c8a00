"""What makes the figures of a table a question."""
