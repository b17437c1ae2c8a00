"""The side that speaks UNO: run by LibreOffice's own Python, so standard library and ``uno`` only.

``run.py`` is started as a program by ``calc.connection``; nothing here is imported from the rest
of Kepesertaan, and everything that crosses the pipe is plain data (``wire.py``). Works from
Python 3.8 on, the oldest that a LibreOffice still in use brings along.
"""
