"""An independent judge of target sheets: invented layouts with known truth; no reader is imported."""
