"""The runner: the only place where decisions meet effects.

Always in the same order: find, lock, read, decide, show, back up, apply, remember, report.
"""
