"""Documents to take along: a plan's version, a certificate, one's own log; as PDF, Word, calendar, table or JSON."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from .. import exports
from ..core.errors import BadRequest
from ..core.text import clean
from ..exports import calendar, names, pdf, word
from ..openedx.platform import actor_of_request
from ..tools.logs import api as logs
from ..tools.logs import documents as log_documents
from ..tools.logs.api import ChoiceForm, Taken
from ..tools.plans import api as plans
from ..tools.plans import certificate_documents as certificates
from ..tools.plans import documents
from ..tools.plans.api import Frame, TakenAlong
from .pages import asked, page

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
CHOICE = ("since", "until", "without")  # of ChoiceForm
USAGE_LIMIT = 255
PAPERS = {paper.lower(): paper for paper in pdf.PAPERS}


@page("GET")
def plan_download(request: HttpRequest, plan_id: int, number: int, kind: str) -> HttpResponse:
    """A version that was handed in, as a file. `?paper=letter` for those who do not print on A4."""
    paper = _paper(request)
    course_key = plans.course_of(actor_of_request(request, ""), plan_id=plan_id)
    taken = plans.take_along(actor_of_request(request, course_key), plan_id=plan_id, number=number)
    content = _render(taken, kind, paper, request.get_host().partition(":")[0])
    return _file(content, documents.file_stem(taken.version), kind)


@page("GET")
def certificate_download(request: HttpRequest, plan_id: int, number: int, form: str) -> HttpResponse:
    """A certificate that was issued, as a file; `?paper=letter` as with a plan."""
    paper = _paper(request)
    course_key = plans.course_of(actor_of_request(request, ""), plan_id=plan_id)
    issued = plans.take_certificate_along(actor_of_request(request, course_key), plan_id=plan_id, number=number)
    content = (pdf if form == "pdf" else word).render(certificates.document(issued), paper)
    return _file(content, certificates.file_stem(issued), form)


@page("GET")
def log_download(request: HttpRequest, course_key: str, placement_id: int, kind: str) -> HttpResponse:
    """Entries of one's own, as a file: `?log=` says of which log, the rest which of them, as the form in the block says it."""
    paper, usage_key = _paper(request), asked(request, "log", USAGE_LIMIT)
    chosen = MultiValueDict({name: [clean(one)[:40] for one in request.GET.getlist(name)] for name in CHOICE})
    actor = actor_of_request(request, course_key)
    taken = logs.take_along(actor, placement=placement_id, usage_key=usage_key, choice=ChoiceForm(chosen).choice())
    content = _log(taken, plans.frame(actor, placement=taken.placement), kind, paper)
    return _file(content, log_documents.file_stem(taken), kind)


def _log(taken: Taken, frame: Frame, kind: str, paper: str) -> bytes:
    if kind == "csv":
        return log_documents.as_csv(taken, frame)
    if kind == "json":
        return log_documents.as_json(taken, frame)
    return (pdf if kind == "pdf" else word).render(log_documents.document(taken, frame), paper)


def _paper(request: HttpRequest) -> str:
    paper = PAPERS.get(asked(request, "paper", 10).lower() or "a4")
    if paper is None:
        raise BadRequest()
    return paper


def _file(content: bytes, stem: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = names.attachment(stem, kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _render(taken: TakenAlong, kind: str, paper: str, site: str) -> bytes:
    if kind == "ics":
        return calendar.render(documents.calendar(taken, site))
    if kind == "json":
        return documents.as_json(taken)
    return (pdf if kind == "pdf" else word).render(documents.document(taken), paper)


@cache
def _schema(name: str) -> bytes:
    return (Path(exports.__file__).parent / f"{name}.schema.json").read_bytes()


@page("GET")
def plan_schema(request: HttpRequest) -> HttpResponse:
    """What the JSON of a plan looks like, as a JSON Schema."""
    return HttpResponse(_schema("plan"), content_type="application/schema+json")


@page("GET")
def log_schema(request: HttpRequest) -> HttpResponse:
    """What the JSON of a log looks like, as a JSON Schema."""
    return HttpResponse(_schema("log"), content_type="application/schema+json")
