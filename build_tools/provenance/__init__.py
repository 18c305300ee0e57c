"""Provenance: which statement rests on what, in which outputs it stands, and what a new edition changes.

    sentences.py  every sentence a reader meets, with what it cites
    duty_words.py the words by which a sentence says that something is asked
    places.py     in which files of the output a sentence stands
    trace.py      every statement with a duty, its source, and its files
"""
