"""Statements to take along, as PDF and as Word."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....openedx.platform import actor_of_request
from ....ui.pages.downloads import file, on_paper, paper_of
from ....ui.pages.serving import page
from .. import api as statements
from .. import documents
from .check import check_page


@page("GET")
def statement_download(request: HttpRequest, statement_id: int, number: int, form: str) -> HttpResponse:
    """One that was issued, as a file."""
    paper = paper_of(request)
    course_key = statements.place_of(actor_of_request(request, ""), statement_id=statement_id)
    issued = statements.take_along(actor_of_request(request, course_key), statement_id=statement_id, number=number)
    return file(on_paper(documents.document(issued, check_page()), form, paper), documents.file_stem(issued), form)
