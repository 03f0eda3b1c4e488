"""Opening a personal link without an account, declining it, asking for a new one: verbs for who holds it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.errors import Invalid, NotFound
from ....core.language.text import NAME_LIMIT, clean, clean_line
from ..models import Party, Placement
from . import delivery
from .codes import KEY
from .models import REASON_LIMIT, Invitation, LinkSession
from .seeing import by_code, is_open
from .sessions import own_address, seat_of
from .values import Accepted

_ASK_AGAIN = timedelta(hours=12)  # until asking once more tells the inviter once more


def accept(actor: Actor, *, code: str, key: str = "", name: str = "") -> Accepted:
    """Open the seat of a link in a browser, without an account. Whoever comes first takes it; then the link is its key.

    `key` is the browser's, where it has one; the answer's is the one to keep. A further browser waits for a code that is sent
    by mail, where mail and an address are there; where not, it goes on, and what is signed there says that the address is not
    confirmed. Another seat of the same placement that was open in this browser is closed there. `name` is what to call
    somebody whom the placement does not name.

    Raises:
        NotFound: The link opens nothing: unknown, expired, revoked or declined.
        Invalid: Somebody took the seat with an account; or it has no name yet and `name` is empty.
    """
    permissions.require(actor, "placement.accept", permissions.course_roles(actor, actor.course_key))
    now, key = timezone.now(), key if KEY.is_one(key) else KEY.new()
    with transaction.atomic():
        link = locked(code, now)
        party = link.party
        if party.user_id is not None:
            raise Invalid(_("Somebody has joined here with an account. Sign in with it to go on."))
        is_first = not party.is_by_link
        if is_first:
            _take(party, name, now)
        here = LinkSession.objects.filter(key_hash=KEY.hashed(key))
        opened = here.select_for_update().filter(invitation__party=party, opened_at__isnull=False, ended_at=None)
        known = opened.order_by("-confirmed_at").first()
        waits = not is_first and known is None and delivery.can_send() and bool(own_address(party.pk))
        session = _opened(link, key, known, None if waits else now)
        if not waits:
            elsewhere = here.filter(invitation__party__placement_id=party.placement_id, ended_at=None)
            elsewhere.exclude(invitation__party=party).update(ended_at=now)
        Invitation.objects.filter(pk=link.pk).update(expires=link.expires, accepted_at=link.accepted_at or now)
        if not waits and (is_first or known is None):
            tell("placement.accept" if is_first else "placement.new_browser", link)
    return Accepted(key, seat_of(session, now), link.usage_key, is_first, waits)


def locked(code: str, now: datetime) -> Invitation:
    """Return the link with a code, its placement and then itself locked, as they stand now. NotFound where it opens nothing.

    The last look is a locking one: MariaDB repeats to every other what was so when the transaction began. Four queries.
    """
    coded = by_code(code)
    place = coded.values_list("party__placement_id", flat=True).first()
    found = None
    if place is not None:
        list(Placement.objects.select_for_update().filter(pk=place).values_list("pk"))
        found = coded.select_for_update().first()
    if found is None or not is_open(found, now):
        raise NotFound(not_open())
    return found


def not_open() -> str:
    """Say the same of every link that opens nothing: whether it ever did is not told to who found it."""
    return _("This link does not open anything. It may have ended, or part of it is missing.")


def _take(party: Party, name: str, now: datetime) -> None:
    """Take a seat by a link, under the name that it has, or under one that was typed."""
    typed = " ".join(clean_line(name).split())
    if len(typed) > NAME_LIMIT:
        words = _("This is too long: at most %(count)d characters, please.") % {"count": NAME_LIMIT}
        raise Invalid(fields={"name": [words]})
    if not party.name and not typed:
        raise Invalid(fields={"name": [_("Write your name: the others see it beside what you say.")]})
    party.is_by_link, party.joined_at = True, now
    changed = ["is_by_link", "joined_at"]
    if not party.name:
        party.name = party.author_name = typed
        party.author_id, party.author_seat_id, party.changed_at = None, party.pk, now
        changed += ["name", "author", "author_seat", "author_name", "changed_at"]
    party.save(update_fields=changed)


def _opened(link: Invitation, key: str, known: LinkSession | None, opened_at: datetime | None) -> LinkSession:
    """Return the session of this link in this browser, open from `opened_at` on, or waiting for its code where that is None."""
    which = {"invitation": link, "key_hash": KEY.hashed(key)}
    session = LinkSession.objects.select_for_update().filter(**which).first() or LinkSession(**which)
    session.opened_at, session.ended_at = opened_at, None
    session.confirmed_at = known.confirmed_at if known is not None else None
    session.save()
    session.invitation = link
    return session


def decline(actor: Actor, *, code: str, reason: str = "") -> None:
    """Say no to an invitation that nobody has accepted yet, with a reason for those who invite, or none.

    All links to the seat end with it. NotFound where the link opens nothing, Invalid where the seat is taken.
    """
    permissions.require(actor, "placement.decline", permissions.course_roles(actor, actor.course_key))
    reason = clean(reason).strip()
    if len(reason) > REASON_LIMIT:
        words = _("This is too long: at most %(count)d characters, please.") % {"count": REASON_LIMIT}
        raise Invalid(fields={"reason": [words]})
    now = timezone.now()
    with transaction.atomic():
        link = locked(code, now)
        if link.party.user_id is not None or link.party.is_by_link:
            raise Invalid(_("This has been accepted already, so it cannot be declined. Talk to whoever invited you."))
        open_ones = Invitation.objects.filter(party=link.party, revoked_at=None, declined_at=None)
        open_ones.exclude(pk=link.pk).update(revoked_at=now)
        open_ones.filter(pk=link.pk).update(declined_at=now, reason=reason)
        tell("placement.decline", link)


def ask_again(actor: Actor, *, code: str) -> None:
    """Tell the inviter that the holder of a link that ended wants a new one. For a code that is not known nothing happens.

    It is told once in a while, however often it is pressed, and the answer says nothing of it.
    """
    permissions.require(actor, "placement.ask_again", permissions.course_roles(actor, actor.course_key))
    now = timezone.now()
    with transaction.atomic():
        found = by_code(code).first()
        if found is None or is_open(found, now):
            return
        long_ago = Invitation.objects.filter(pk=found.pk).exclude(asked_at__gt=now - _ASK_AGAIN)
        if long_ago.update(asked_at=now):
            tell("placement.ask_again", found)


def tell(verb: str, link: Invitation) -> None:
    """Publish what the holder of a link did with it, as the seat's doing."""
    party = link.party
    holder = Actor.guest(seat_id=party.pk, name=party.name, course_key=party.placement.course_key)
    events.happened(holder, verb, link.usage_key, placement_id=party.placement_id, seat_of_link=party.pk, invitation_id=link.pk)
