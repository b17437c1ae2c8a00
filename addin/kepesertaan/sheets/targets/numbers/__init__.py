"""What is a number in a target sheet, and which."""
