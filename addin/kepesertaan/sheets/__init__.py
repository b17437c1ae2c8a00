"""What known sheets look like, and how to find their table."""
