"""What titles above a table, and the names of sheet and file, say of it."""
