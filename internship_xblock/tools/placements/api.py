"""What can be done with a placement. Every verb takes the actor first and asks the table first. Every verb that changes
who sits where locks the placement before it looks: what it decides by is as it stands, and stays so until it is done.

Not for: what the parties plan or write (plans, logs). Nobody outside this folder imports its models; what is
returned is for reading.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...core import events, permissions
from ...core.actor import Actor
from ...core.authorship import signed
from ...core.errors import BadRequest, Invalid, NotAllowed
from .changes.changing import ask_for_change, end_early, keep_as_it_is, pause, reopen, resume
from .changes.reading import Change, changes
from .changes.standing import Made, early_ends, made, standing_at, timings
from .changes.timing import UNCHANGED, Pause, Timing
from .changes.words import pause_in_words
from .checklist.lines import Line
from .checklist.standing import LineStanding
from .checklist.ticking import checklist, checklists, may_tick, tick
from .entering import require, require_locked, usable
from .links.confirming import Confirming, confirm, confirming, leave, needs_code, require_confirmed, send_code
from .links.delivery import Post, can_send, connect_post, post_letter
from .links.expiry import INVITATION_DAYS
from .links.inviting import INVITATIONS_LIMIT, invitations, invite, invite_by_mail, letter, revoke, send_invitation
from .links.joining import join, join_seat
from .links.opening import accept, ask_again, decline
from .links.seeing import see_invitation
from .links.sending import LettersSent, are_due, send_waiting
from .links.sessions import guest_at
from .links.substituting import substitute
from .links.values import Accepted, InvitationRow, InvitationView, Letter
from .models import Party, Placement
from .own_data import own_data
from .parties import PARTY_LIMIT, save_parties, set_up
from .reading import (
    PAGE_SIZE,
    everybody,
    mentored,
    mine,
    next_ids,
    opened,
    overview,
    owned,
    role_at,
    roles_held,
    rows,
    seated,
    several,
    taken_seats,
)
from .reading import load as _load
from .telling import (
    Chosen,
    LastLink,
    LetterLine,
    account_of_seat,
    came_by,
    chosen_for,
    last_links,
    letters_since,
    newest_links,
    seat_of,
    to_tell,
    to_tell_of_message,
    who_invites,
)
from .thread.reading import Thread, mark_thread_read, thread
from .thread.writing import MESSAGES_LIMIT, closed_words, withdraw_message, write_message
from .uids import new_uid
from .values import NewestMessage, PartyRow, PlacementPage, PlacementView
from .words import ONBOARDING, PLACEMENT, role_label, roles_of

__all__ = [
    "INVITATIONS_LIMIT", "INVITATION_DAYS", "MESSAGES_LIMIT", "ONBOARDING", "PAGE_SIZE", "PARTY_LIMIT", "PLACEMENT",
    "PLACEMENT_LIMIT", "UNCHANGED", "Accepted", "Change", "Chosen", "Confirming", "InvitationRow", "InvitationView",
    "LastLink", "Letter", "LetterLine", "LettersSent", "Line", "LineStanding", "Made", "NewestMessage", "PartyRow", "Pause",
    "PlacementPage", "PlacementView", "Post", "Thread", "Timing", "accept", "account_of_seat", "are_due", "ask_again",
    "ask_for_change", "came_by", "can_send", "changes", "checklist", "checklists", "chosen_for", "closed_words", "confirm",
    "confirming", "connect_post", "decline", "early_ends", "end_early", "everybody", "get", "guest_at", "invitations",
    "invite", "invite_by_mail", "join", "join_seat", "keep_as_it_is", "last_links", "leave", "letter", "letters_since", "made",
    "mark_thread_read", "may_tick", "mentored", "mine", "needs_code", "new_uid", "newest_links", "next_ids", "opened",
    "overview", "own_data", "owned", "pause", "pause_in_words", "post_letter", "reopen", "require", "require_confirmed",
    "require_locked", "resume", "revoke", "role_at", "role_label", "roles_held", "roles_of", "rows", "save_parties", "seat_of",
    "seated", "see_invitation", "send_code", "send_invitation", "send_waiting", "set_up", "several", "standing_at", "start",
    "substitute", "taken_seats", "thread", "tick", "timings", "to_tell", "to_tell_of_message", "usable", "who_invites",
    "withdraw_message", "write_message",
]  # fmt: skip

PLACEMENT_LIMIT = 50  # placements one person may open in one course


def start(actor: Actor, *, course_key: str, role: str, kind: str = PLACEMENT) -> PlacementView:
    """Open a new placement in which the actor is the first party, in `role`. `kind` ONBOARDING is one new employee."""
    permissions.require(actor, "placement.create", permissions.course_roles(actor, course_key))
    if kind not in Placement.Kind.values:
        raise BadRequest()
    if role not in dict(roles_of(kind)):
        raise Invalid(fields={"role": [_("Choose who you are in this placement.")]})
    if actor.course_key != course_key:
        raise NotAllowed()
    with transaction.atomic():
        list(get_user_model().objects.select_for_update().filter(pk=actor.account).values_list("pk"))  # one at a time
        if Placement.objects.filter(course_key=course_key, owner_id=actor.account).count() >= PLACEMENT_LIMIT:
            raise Invalid(
                _("You have opened %(count)d placements here, the highest number possible.") % {"count": PLACEMENT_LIMIT}
            )
        placement = Placement.objects.create(course_key=course_key, kind=kind, owner_id=actor.account, **signed(actor))
        now = timezone.now()
        Party.objects.create(
            placement=placement, uid=new_uid(), role=role, name=actor.name, user_id=actor.account, joined_at=now,
            changed_at=now, **signed(actor),
        )  # fmt: skip
        events.changed(course_key, placement.pk)
    return _load(actor, placement.pk)


def get(actor: Actor, *, placement_id: int) -> PlacementView:
    """One placement, for its parties and for course staff."""
    return require(actor, "placement.open", placement_id)
