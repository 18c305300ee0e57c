"""5. Answers and model → marks. README.md gives each rule in words, with worked examples.

rules.py          the one scoring rule of each interaction; standard library only, carried whole by notebooks
mark_answer.py    items and responses → marks, of one item or a whole sitting
"""
