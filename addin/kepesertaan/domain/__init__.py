"""Values and arithmetic every other part is built on; standard library only."""
