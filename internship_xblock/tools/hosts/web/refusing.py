"""What is said of a form of these pages that was refused: at its fields, with everything that was typed."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse

from ....core.actor import Actor
from ....core.errors import ToolError
from ....core.language import numbers
from ....ui import jinja
from ....ui.pages.serving import is_by_script


def pieces(request: HttpRequest, error: ToolError, html_id: str, actor: Actor | None = None) -> HttpResponse | None:
    """Return what our script puts into the form that it sent; None where a browser sent it, which wants a whole page."""
    if not is_by_script(request):
        return None
    known = {"actor": actor} if actor is not None else {}
    return HttpResponse(jinja.render("ui/error.html", error=error, html_id=html_id, **known), status=error.status)


def whole(text: str) -> int | None:
    """Read a number that somebody typed in a field; None for what is none, or no whole one."""
    found = numbers.read_number(text.strip())
    return int(found) if found is not None and found == found.to_integral_value() and abs(found) < Decimal(10_000) else None
