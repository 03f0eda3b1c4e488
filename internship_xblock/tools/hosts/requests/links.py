"""The personal links by which a host answers: made, found by their code, ended."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ....core.secrets import Secret
from ..models import PlaceRequest, RequestLink
from ..rules import LINK_DAYS

CODE = Secret(18, "host")  # bytes: 144 bits


def make_link(request: PlaceRequest) -> str:
    """Make a link to a request, and return its code, which is told once and never stored."""
    code = CODE.new()
    RequestLink.objects.create(request=request, code_hash=CODE.hashed(code), created=timezone.now())
    return code


def plain_code(pasted: str) -> str:
    """Return the code in whatever was pasted."""
    return CODE.found_in(pasted)


def end_links(request: PlaceRequest) -> None:
    """End all links to a request at once, in whichever browsers they are open."""
    RequestLink.objects.filter(request=request, ended_at=None).update(ended_at=timezone.now())


def request_by(code: str, *, lock: bool = False) -> PlaceRequest | None:
    """Return the request that a code opens; None for one that is unknown, ended, withdrawn or too old.

    Two queries; with `lock` it stays as it is until the transaction ends.
    """
    link = RequestLink.objects.filter(code_hash=CODE.hashed_from(code), ended_at=None).first()
    if link is None:
        return None
    rows = PlaceRequest.objects.select_for_update() if lock else PlaceRequest.objects.select_related("host")
    since = timezone.localdate() - timedelta(days=LINK_DAYS)
    found = rows.filter(pk=link.request_id, revoked_at=None, answer_by__gte=since).first()
    if found is None or not lock:
        return found
    is_alive = RequestLink.objects.select_for_update().filter(pk=link.pk, ended_at=None).exists()  # not revoked meanwhile
    return found if is_alive else None
