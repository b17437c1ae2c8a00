"""The law and the world as dated data, and the one loader."""
