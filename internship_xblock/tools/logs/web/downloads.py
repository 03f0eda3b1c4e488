"""One's own log to take along: as PDF, Word, table or JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from ....core.language.text import clean
from ....ui.pages.actors import actor_of
from ....ui.pages.downloads import file, on_paper, paper_of, schema
from ....ui.pages.serving import asked, page
from ...plans import api as plans
from ...plans.api import Frame
from .. import api as logs
from .. import documents
from ..api import ChoiceForm, Taken

CHOICE = ("since", "until", "without")  # of ChoiceForm
USAGE_LIMIT = 255


@page("GET", takes_guests=True)
def log_download(request: HttpRequest, course_key: str, placement_id: int, kind: str) -> HttpResponse:
    """Entries of one's own, as a file: `?log=` says of which log, the rest which of them, as the form in the block says it."""
    paper, usage_key = paper_of(request), asked(request, "log", USAGE_LIMIT)
    chosen = MultiValueDict({name: [clean(one)[:40] for one in request.GET.getlist(name)] for name in CHOICE})
    actor = actor_of(request, course_key, placement_id)
    taken = logs.take_along(actor, placement=placement_id, usage_key=usage_key, choice=ChoiceForm(chosen).choice())
    content = _render(taken, plans.frame(actor, placement=taken.placement), kind, paper)
    return file(content, documents.file_stem(taken), kind)


@page("GET")
def log_schema(request: HttpRequest) -> HttpResponse:
    """What the JSON of a log looks like."""
    return schema("log")


def _render(taken: Taken, frame: Frame, kind: str, paper: str) -> bytes:
    if kind == "csv":
        return documents.as_csv(taken, frame)
    if kind == "json":
        return documents.as_json(taken, frame)
    return on_paper(documents.document(taken, frame), kind, paper)
