"""Closed workbooks: read, edit without loss, save safely, lock, back up."""
