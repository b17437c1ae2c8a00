"""Pure judgements, one field a file."""
