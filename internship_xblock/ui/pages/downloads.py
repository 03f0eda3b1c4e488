"""Documents as answers of a page: which paper, which file, under which name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from ... import exports
from ...core.errors import BadRequest
from ...exports import names, pdf, word
from ...records.document import Document
from .serving import asked

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "zip": "application/zip",
}
PAPERS = {paper.lower(): paper for paper in pdf.PAPERS}


def paper_of(request: HttpRequest) -> str:
    """The paper that `?paper=` asks for: A4 unless it says another, for those who do not print on that."""
    paper = PAPERS.get(asked(request, "paper", 10).lower() or "a4")
    if paper is None:
        raise BadRequest()
    return paper


def on_paper(document: Document, kind: str, paper: str) -> bytes:
    """The document as PDF or as Word."""
    return (pdf if kind == "pdf" else word).render(document, paper)


def file(content: bytes, stem: str, kind: str) -> HttpResponse:
    """A file to keep, called `stem`."""
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = names.attachment(stem, kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@cache
def _schema(name: str) -> bytes:
    return (Path(exports.__file__).parent / f"{name}.schema.json").read_bytes()


def schema(name: str) -> HttpResponse:
    """What the JSON of a document looks like, as a JSON Schema."""
    return HttpResponse(_schema(name), content_type="application/schema+json")
