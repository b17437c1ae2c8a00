"""What the words of target sheets say: sides, metrics, segments, months, days and years."""
