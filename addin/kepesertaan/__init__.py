"""Kepesertaan: actions on the workbooks of the membership division, in Excel and on files."""

__version__ = "2026.11.1"
