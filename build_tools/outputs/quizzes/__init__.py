"""Quizzes: one file a format; every mark follows `marking.rules`.

shown.py           what all formats share: the order things are shown in, ids for pages, right answers in words
pictures.py        pictures of a bank, read from inside the kit only
item_view.py       an item → the pieces of HTML a page shows of it
page_data.py       a bank → the JSON the page's script reads; the key hidden from a glance in check mode
rendered.py        a bank → the HTML of the player, for the book and for pages of its own
web.py             quizzes/<bank>/quiz.html, a page of its own
notebook.py        quizzes/<bank>/quiz.ipynb; notebook_runner.py is the part of it that marks
moodle_xml.py      quizzes/<bank>/moodle.xml; moodle_questions.py one item, moodle_texts.py its escaping
"""
