"""Word templates and documents: fill, check, photos, contents, organisation chart.

Imports no sibling (files, excel, actions): documents come in and go out as bytes.
"""
