"""Prose: MyST text to docutils nodes, our directives and roles, and what a reader gets to see of them.

syntax.py    directives and roles, defined once for plain docutils and for Sphinx
parse.py     text → Prose and findings, by myst-parser
fences.py    colon fences the parser is silent about
resolve.py   our nodes → ordinary nodes for one reader (facts printed, other roles' text dropped)
html.py      nodes → an HTML fragment
plain.py     nodes → plain text
"""
