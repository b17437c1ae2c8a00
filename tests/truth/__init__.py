"""An independent judge of the cleaning command: dirty workbooks with known truth, and a scorer."""
