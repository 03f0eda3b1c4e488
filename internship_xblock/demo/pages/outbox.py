"""The outbox: every mail that would have been sent, as its reader would see it and as plain text."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ...tools.notices.web.running import run
from ..models import Mail
from .frame import in_words, page

LIMIT = 50  # mails shown


@require_safe
@in_words
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest mails. What waits is sent first: this is when the player's mail goes out."""
    run(seconds=10)
    return page(request, "outbox.html", section="outbox", mails=list(Mail.objects.order_by("-pk")[:LIMIT]))


@require_safe
@in_words
def mail_html(request: HttpRequest, number: int) -> HttpResponse:
    """A mail as a mail program draws it: alone in its frame, without scripts."""
    mail = Mail.objects.filter(pk=number).first()
    if mail is None:
        raise Http404
    answer = HttpResponse(mail.html)
    answer["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation-by-user-activation"
    )
    answer["Cache-Control"] = "no-store"
    return answer
