"""For the operator's monitoring: are we there, and does the database answer?"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from ... import __version__


@non_atomic_requests  # or a database that does not answer would be an error of the server, and not an answer
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Status, version and whether the database answers; 503 where it does not. Nothing personal, open to anybody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            answers = cursor.fetchone() == (1,)
    except DatabaseError:
        answers = False
    body = {"status": "ok" if answers else "down", "version": __version__, "database": answers}
    return JsonResponse(body, status=200 if answers else 503, headers={"Cache-Control": "no-store"})
