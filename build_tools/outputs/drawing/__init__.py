"""Figures as drawings: data → primitives (`layout`), and the primitives as SVG (`svg`) or native shapes (`shapes`)."""
