"""Guides of one page: written once as Markdown in `guides/`, read on screen and printed.

`reading` reads them, `screen` and `paper` make the page and the PDF, `making` writes both into the course. What is made is
committed with the text, so that the archive does not depend on the release of Typst; `course check` compares.
"""
