"""Documents as answers of a page: which paper, which file, under which name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from ... import exports
from ...core.errors import BadRequest
from ...exports import names, pdf, word
from ...records.document import Document
from .serving import asked

Response = TypeVar("Response", bound=HttpResponseBase)
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
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
    return _named(HttpResponse(content, content_type=TYPES[kind]), stem, kind)


def stream(content: Iterable[bytes], stem: str, kind: str) -> StreamingHttpResponse:
    """The same of one that is made while it goes out, in the language that is on now."""
    return _named(StreamingHttpResponse(_in_language(content), content_type=TYPES[kind]), stem, kind)


def _named(response: Response, stem: str, kind: str) -> Response:
    response["Content-Disposition"] = names.attachment(stem, kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _in_language(content: Iterable[bytes]) -> Iterator[bytes]:
    """What goes out after the view has returned speaks as the view did, piece by piece: between two, others have the thread."""
    language, pieces = translation.get_language(), iter(content)
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


@cache
def _schema(name: str) -> bytes:
    return (Path(exports.__file__).parent / f"{name}.schema.json").read_bytes()


def schema(name: str) -> HttpResponse:
    """What the JSON of a document looks like, as a JSON Schema."""
    return HttpResponse(_schema(name), content_type="application/schema+json")
