"""Provenance: which statement rests on what, in which outputs it stands, and what a new edition changes.

sentences.py          every sentence a reader meets, with what it cites
duty_words.py         the words by which a sentence says that something is asked
places.py             in which files of the output a sentence stands
trace.py              every statement with a duty, its source, and its files

An edition's own PDF, held against the index (README.md tells authors how):
pdf_lines.py          a PDF → lines with their place, in a process of its own
edition_layout.py     lines → text, boxes and footnotes; running heads and page numbers left out
edition_reading.py    text → numbered paragraphs over page breaks
edition.py            the edition: paragraphs, pages, the verbs of each sentence
edition_import.py     index and edition → confirmed, contradicted, not found
edition_report.py     that as lines and as JSON
index_edits.py        what is confirmed, written into the index line by line

Two editions of an index:
edition_changes.py    what is added, changed, withdrawn, renumbered; the mark an output prints
edition_uses.py       everything in a kit that cites
changes_report.py     both as lines and as JSON
what_changed.py       a small kit on the changes: module, slides, handout
what_changed_items.py its quiz
"""
