"""What is written to whoever is invited, in the language and the time zone that the inviter chose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation
from django.utils.translation import gettext as _

from ....core.clock import as_reader
from ....core.language import formats
from ....core.permissions import Role
from ..words import ONBOARDING
from .values import InvitationView, Letter


@contextmanager
def in_words_of(language: str, zone: str) -> Iterator[None]:
    """Say texts and days as whom a link is for reads them; as now where the link does not say, or a language is none."""
    known = language if language and translation.check_for_language(language) else translation.get_language()
    with translation.override(known), as_reader(zone):
        yield


def invitation(view: InvitationView, link: str, to: str, invitation_id: int, asked: str = "", minutes: int = 10) -> Letter:
    """Return the letter with a link: who invites to what, host and days, what is asked, how long it takes, until when."""
    with in_words_of(view.language, view.zone):
        inviter = view.inviter or _("The university")
        lines = [
            _("Hello %(name)s,") % {"name": view.party_name} if view.party_name else _("Hello,"),
            "",
            _invites(view, inviter),
            *(line for line in (_at_host(view), _days(view)) if line),
            "",
            _("What is asked of you: %(asked)s. Ask about anything you do not understand, and sign when you agree.")
            % {"asked": asked or _("read the plan")},
            _("It takes about %(minutes)d minutes, also on a phone. You need no account.") % {"minutes": minutes},
            "",
            _("Your personal link:"),
            link,
            "",
            _("It works until %(day)s. It is for you alone: whoever opens it acts under your name.")
            % {"day": formats.day_and_year(view.expires)},
            _("If it does not open, ask %(inviter)s for a new one.") % {"inviter": inviter},
        ]
        subject = _("%(inviter)s invites you: %(title)s") % {"inviter": inviter, "title": view.title}
        return Letter("invitation", to, " ".join(subject.split()), "\n".join(lines) + "\n", view.language, invitation_id)


def _invites(view: InvitationView, inviter: str) -> str:
    known = {"inviter": inviter, "role": formats.in_sentence(view.role_label), "title": view.title}
    if view.kind == ONBOARDING:
        return _("%(inviter)s invites you to an onboarding (%(title)s). Your role: %(role)s.") % known
    if view.role == Role.STUDENT:
        return _("%(inviter)s invites you to your internship placement. Your role: %(role)s.") % known
    return _("%(inviter)s invites you to an internship placement (%(title)s). Your role: %(role)s.") % known


def _at_host(view: InvitationView) -> str:
    return _("Host: %(host)s.") % {"host": view.host} if view.host else ""


def _days(view: InvitationView) -> str:
    days = formats.days(view.first_day, view.last_day)
    return _("Dates: %(days)s.") % {"days": days} if days else ""


def code(digits: str, to: str, language: str, zone: str, invitation_id: int) -> Letter:
    """Return the letter with the digits that confirm a browser. It has no link: nothing in it acts."""
    with in_words_of(language, zone):
        lines = [
            _("Your code: %(digits)s") % {"digits": digits},
            "",
            _("Type it where your personal link is open. It works for 10 minutes."),
            _("If you have not asked for it, somebody else has your link: tell whoever invited you, and ask for a new one."),
        ]
        return Letter("code", to, lines[0], "\n".join(lines) + "\n", language, invitation_id)
