"""The web book, by Jupyter Book 1.x: read by double-click, by anyone, with nothing fetched from anywhere.

sphinx_book.py       the format: stage, build, finish
course.py            what the book's pages are made from: the kit, how it is viewed, quizzes, what is cited where
staging.py           Course → the staging folder that Jupyter Book reads
configuration.py     its `_config.yml` and `_toc.yml`
sphinx_extension.py  our directives and roles inside Sphinx, and what goes into each page
opening.py           the head of a module's page
pages.py             the pages the build writes: index, glossary, sources
cited_page.py        the page of everything that is cited
assets.py            style sheets, scripts and typeface
finish.py            finished pages: repairs, security policy, what nothing loads is taken away
repairs.py           repairs to the theme's output, each with its reason
icons.py             the few icons the theme shows, as inline SVG
"""
