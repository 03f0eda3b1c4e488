"""Statements to take along, as PDF and as Word."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from ....core.actor import Actor
from ....exports import names
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


def papers(actor: Actor) -> Iterator[tuple[str, bytes]]:
    """What was issued to a student, for them to take along with all that is theirs (core/own_data.py)."""
    for issued in statements.own(actor):
        document = documents.document(issued, check_page())
        yield f"{issued.statement_id}-{names.readable(documents.file_stem(issued), 'pdf')}", on_paper(document, "pdf", "A4")
