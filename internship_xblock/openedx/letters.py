"""A mail as a plain value, and its way out where the platform has none of its own: Django's mail.

Nothing of a letter is ever logged: what went wrong is an error's kind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail import EmailMultiAlternatives

TIMEOUT = 10  # seconds for a mail server that does not answer, where the site sets none


class NotSent(Exception):
    """The transport did not take a letter. `is_final`: it never will, so nobody tries again. `str()` says the kind alone.

    `is_silent`: there was no answer at all, so whatever is sent next will have none either, for now.
    """

    def __init__(self, kind: str, is_final: bool = False, is_silent: bool = False) -> None:
        super().__init__(kind)
        self.kind = kind[:40]
        self.is_final = is_final
        self.is_silent = is_silent


@dataclass(frozen=True)
class Letter:
    """A mail to one person, drawn in their language. `user_id` is their account, None for a guest.

    `course_keys` are the courses it is about: who takes no mail from one gets none of it, unless it is `is_transactional`
    (an invitation, a signature). `headers` are those of the mail itself.
    """

    address: str
    subject: str
    text: str
    head_html: str
    body_html: str
    language: str
    user_id: int | None = None
    from_name: str = ""
    course_keys: Sequence[str] = ()
    is_transactional: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def html(self) -> str:
        """The whole of it; put together as edx-ace does."""
        return f"<!DOCTYPE html>\n<html>\n<head>\n{self.head_html}\n</head>\n<body>\n{self.body_html}\n</body>\n</html>\n"


@dataclass(frozen=True)
class Contact:
    """What the platform knows of an account: where mail goes, in which language and time zone ("" where it does not say).

    `opted_out` are the courses of which the person takes no mail.
    """

    address: str = ""
    language: str = ""
    zone: str = ""
    is_active: bool = True
    opted_out: frozenset[str] = frozenset()


def contacts_of_accounts(user_ids: Collection[int]) -> dict[int, Contact]:
    """Return what Django itself knows of accounts. One query."""
    rows = get_user_model().objects.filter(pk__in=list(user_ids)).values_list("pk", "email", "is_active") if user_ids else ()
    return {pk: Contact(address=email, is_active=is_active) for pk, email, is_active in rows}


def send_by_django(letter: Letter) -> None:
    """Send a letter by the site's mail settings. Raises NotSent."""
    made = EmailMultiAlternatives(letter.subject, letter.text, None, [letter.address], headers=dict(letter.headers))
    made.attach_alternative(letter.html, "text/html")
    hand_over(lambda: _connection().send_messages([made]))


def _connection() -> Any:
    """The site's connection, with a limit to its patience where it has none."""
    mailers = getattr(mail, "mailers", None)  # Django 6.1 and later, whichever of its settings the site has
    made: Any = mailers.default if mailers is not None else mail.get_connection()
    if getattr(made, "timeout", 0) is None:
        made.timeout = TIMEOUT
    return made


def hand_over(send: Callable[[], object]) -> None:
    """Call what hands a mail to a server, and tell what went wrong as a NotSent. A refusal for good is final."""
    try:
        send()
    except Exception as error:
        raise not_sent(error) from None


def not_sent(error: BaseException) -> NotSent:
    """Return what an error of a mail server means for a letter.

    530 and 535 say that the site may not send at all, and 421 that the server is closing: neither is about the letter.
    """
    code = getattr(error, "smtp_code", 0)
    refused = getattr(error, "recipients", None)  # of SMTPRecipientsRefused: the answer for each address
    if isinstance(refused, dict) and refused:
        code = min(answer[0] for answer in refused.values())
    code = code if isinstance(code, int) and code > 0 else 0  # -1: the connection was lost in the middle
    is_final = isinstance(error, ValueError) or (500 <= code < 600 and code not in (530, 535))
    return NotSent(type(error).__name__, is_final, isinstance(error, OSError) and code in (0, 421, 530, 535))
