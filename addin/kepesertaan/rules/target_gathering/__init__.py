"""The sheets of all files put together: whose they are, what came twice, what is proved."""
