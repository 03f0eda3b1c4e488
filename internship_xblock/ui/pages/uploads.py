"""A file that was sent with a form of a page: bounded before anything of it is read, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from ...core.errors import BadRequest, Invalid, TooLarge
from ...core.language.text import NAME_LIMIT, clean_line

_AROUND = 20_000  # bytes of a form beside its file


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: what it is called there, and what is in it."""

    name: str
    content: bytes


def read_upload(request: HttpRequest, name: str, limit: int) -> Upload:
    """Return the file in a field of a form. Invalid, at the field, where none was chosen; TooLarge above `limit` bytes."""
    length = str(request.META.get("CONTENT_LENGTH") or "")
    if request.content_type != "multipart/form-data" or not (length.isascii() and length.isdigit()):
        raise BadRequest()
    if int(length) > limit + _AROUND:
        raise TooLarge()
    try:
        sent = request.FILES.get(name)
    except (MultiPartParserError, SuspiciousOperation, ValueError):
        raise BadRequest() from None
    if sent is None:
        raise Invalid(fields={name: [_("Choose a file.")]})
    if (sent.size or 0) > limit:
        raise TooLarge()
    return Upload(clean_line(str(sent.name or ""))[:NAME_LIMIT], sent.read())
