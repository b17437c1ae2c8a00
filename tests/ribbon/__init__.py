"""What the tests of the add-in read it with; nothing here is shared with what builds it."""
