"""Target sheets understood: a sheet of any layout becomes figures, questions, and what is left out.

``read.py`` reads one sheet. The packages, in the order in which they use each other: ``words``
(what texts say), ``numbers``, ``people``, ``grid`` (where tables are), ``around`` (titles, names),
``table`` (what rows and columns say), ``cells`` (what a number counts), ``doubts`` (questions).
"""
