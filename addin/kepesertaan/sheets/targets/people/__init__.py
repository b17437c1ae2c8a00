"""Officers: texts that may name one, and names that are of one person."""
