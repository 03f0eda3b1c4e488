"""What the statements tool tells people of."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor
from ....core.events import Happened
from ....core.notices import NoticeKind, Recipient, Said
from ....core.permissions import Role
from ...placements import api as placements
from ...placements.web.notices import EVERYBODY, doer_in, everybody
from .. import api as statements
from ..api import IssuedLine, StatementView
from .activity import PAGES

STUDENT = gettext_lazy("The student")
WHO_TALK = gettext_lazy("Those who write the certificate, and the student once they are shown the draft")


def _kind(event: Happened) -> str:
    """Which of the two it happened to: their verbs are named after them."""
    return statements.HOST if event.verb.startswith("hosting.") else statements.STUDENT


def _view(reader: Actor, event: Happened) -> StatementView:
    """The statement as the reader sees it. Raises NotFound or NotAllowed for whoever may not know of it."""
    return statements.open_statement(reader, placement=event.ids["placement_id"], kind=_kind(event))


def _last(view: StatementView, event: Happened) -> IssuedLine | None:
    """The one that it happened to, as long as it is the last one."""
    last = view.current
    return last if last is not None and last.number == event.ids["number"] else None


def _address(event: Happened) -> str:
    return PAGES.address(event.course_key, "", event.ids["placement_id"])


def _issued(reader: Actor, event: Happened) -> Said | None:
    view = _view(reader, event)
    last = _last(view, event)
    if last is None or not last.holds:
        return None
    said = {
        statements.STUDENT: _("%(name)s issued the certificate"),
        statements.HOST: _("%(name)s issued the certificate of hosting"),
    }[_kind(event)]
    return Said(said % {"name": doer_in(view.placement, event)}, _("Open the certificate"), _address(event))


def _withdrawn(reader: Actor, event: Happened) -> Said | None:
    view = _view(reader, event)
    if _last(view, event) is None:
        return None  # another was issued since
    said = {
        statements.STUDENT: _("%(name)s withdrew certificate %(number)d"),
        statements.HOST: _("%(name)s withdrew certificate of hosting %(number)d"),
    }[_kind(event)]
    words = {"name": doer_in(view.placement, event), "number": event.ids["number"]}
    return Said(said % words, _("See why"), _address(event))


def _shown(reader: Actor, event: Happened) -> Said | None:
    view = _view(reader, event)
    if not view.is_shown or view.draft is None or view.current is not None:
        return None
    said = _("%(name)s shows you the draft of your certificate") % {"name": doer_in(view.placement, event)}
    return Said(said, _("Read it and comment"), _address(event))


def _commented(reader: Actor, event: Happened) -> Said | None:
    said = statements.comments(reader, placement=event.ids["placement_id"])
    if event.ids["comment_id"] not in {one.id for one in said if one.text}:
        return None  # taken back, or its author is gone
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    words = {"name": doer_in(view, event)}
    return Said(_("%(name)s commented on the draft of the certificate") % words, _("Read and answer"), _address(event))


def _who_talk(event: Happened) -> Sequence[Recipient]:
    roles = (Role.STUDENT, Role.MENTOR, Role.LEADER, Role.SUPERVISOR)
    return placements.to_tell(event.ids["placement_id"], roles)


def _to_student(event: Happened) -> Sequence[Recipient]:
    return placements.to_tell(event.ids["placement_id"], (Role.STUDENT,))


KINDS = (
    NoticeKind(
        key="statement.shown", verbs=("statement.show",), told=_to_student, say=_shown, to=STUDENT,
        label=gettext_lazy("The student is shown the draft of the certificate"),
    ),
    NoticeKind(
        key="statement.commented", verbs=("statement.comment",), told=_who_talk, say=_commented, to=WHO_TALK,
        label=gettext_lazy("Somebody comments on the draft of the certificate"),
    ),
    NoticeKind(
        key="statement.issued", verbs=("statement.issue",), told=everybody, say=_issued, to=EVERYBODY,
        label=gettext_lazy("The certificate is issued"),
    ),
    NoticeKind(
        key="statement.withdrawn", verbs=("statement.withdraw",), told=everybody, say=_withdrawn, to=EVERYBODY,
        label=gettext_lazy("A certificate is withdrawn"),
    ),
    NoticeKind(
        key="statement.hosting_issued", verbs=("hosting.issue",), told=everybody, say=_issued, to=EVERYBODY,
        label=gettext_lazy("The certificate of hosting is issued"),
    ),
    NoticeKind(
        key="statement.hosting_withdrawn", verbs=("hosting.withdraw",), told=everybody, say=_withdrawn, to=EVERYBODY,
        label=gettext_lazy("A certificate of hosting is withdrawn"),
    ),
)  # fmt: skip
