"""The sheets of the roll-up book, each made of plain values: no file is read or written here."""
