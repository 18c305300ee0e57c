"""Handouts: one HTML document a handout and variant, printed to a tagged PDF.

html.py      Handout → a whole HTML document
pdf.py       the document → PDF, by WeasyPrint
repair.py    what WeasyPrint leaves wrong in the PDF, mended in one place
"""
