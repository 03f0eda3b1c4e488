"""Statements to take along, as PDF and as Word."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....ui.pages.actors import actor_of, anybody
from ....ui.pages.downloads import file, on_paper, paper_of
from ....ui.pages.serving import page
from .. import api as statements
from .. import documents
from .check import check_page


@page("GET", takes_guests=True)
def statement_download(request: HttpRequest, statement_id: int, number: int, form: str) -> HttpResponse:
    """One that was issued, as a file."""
    paper = paper_of(request)
    actor = actor_of(request, *statements.place_of(anybody(request), statement_id=statement_id))
    issued = statements.take_along(actor, statement_id=statement_id, number=number)
    return file(on_paper(documents.document(issued, check_page()), form, paper), documents.file_stem(issued), form)
