"""Making personal links, and ending them. Verbs of this tool's api, for those who invite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings as site
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.authorship import by, signed
from ....core.clock import is_zone
from ....core.errors import Invalid, NotFound
from ....core.language.text import NAME_LIMIT, clean_line
from ....core.permissions import Role
from ..entering import require, require_locked
from ..values import PlacementView
from ..words import role_label
from . import delivery, letters, sending
from .codes import CODE
from .expiry import INVITATION_DAYS, expiry
from .models import Invitation, LinkSession
from .seeing import by_code, view_of
from .sessions import own_address
from .values import InvitationRow, Letter, mail_of

INVITATIONS_LIMIT = 300  # links one person may make in a day
STAFF_LIMIT = 6_000  # and who looks after a course: three for each placement of the largest file
_SHOWN = 5  # of the links to one seat that a list has


def invite(
    actor: Actor,
    *,
    placement_id: int,
    party_uid: str,
    address: str = "",
    language: str = "",
    zone: str = "",
    usage_key: str = "",
    days: int = INVITATION_DAYS,
    replaces: bool = False,
) -> str:
    """A personal link for one party's seat: its code, which is told once and never stored.

    Earlier links to the seat stay good until their own dates, so that nobody loses the one they are about to press, unless
    `replaces`: then they end at once, with the browsers in which they are open. A guest who has taken the seat gets another
    key to it. `address` is where it goes, and where codes are sent that confirm a browser: the party's own unless it says
    another. Of a seat that a guest has taken it stays the one by which they came, whatever is typed. `usage_key` is the block
    from which it was made, `days` how long it opens the seat after the last period.

    Raises:
        NotFound: There is no such party.
        Invalid: Somebody has taken the seat with an account; or this person has made too many links today.
    """
    return _make(
        actor, placement_id=placement_id, party_uid=party_uid, address=address, language=language, zone=zone,
        usage_key=usage_key, days=days, replaces=replaces,
    )  # fmt: skip


def invite_by_mail(
    actor: Actor, *, placement_id: int, party_uid: str, address: str, language: str = "", zone: str = "", usage_key: str = ""
) -> bool:
    """Make a personal link for one party's seat and have it mailed soon, by whoever sweeps: for many at once.

    Nobody is told its code, not who invites either: each letter carries one of its own. Return False, and make nothing, where
    the site sends no mail or this is no address. Raises as `invite` does.
    """
    view = require(actor, "placement.invite", placement_id)
    if not delivery.can_send() or not is_address(address.strip()):
        return False
    _make(
        actor, placement_id=view.id, party_uid=party_uid, address=address, language=language, zone=zone, usage_key=usage_key,
        is_mailed=True,
    )  # fmt: skip
    return True


def _make(
    actor: Actor, *, placement_id: int, party_uid: str, address: str, language: str, zone: str, usage_key: str,
    days: int = INVITATION_DAYS, replaces: bool = False, is_mailed: bool = False,
) -> str:  # fmt: skip
    code, now = CODE.new(), timezone.now()
    with transaction.atomic():
        view = require_locked(actor, "placement.invite", placement_id)
        where = _cleaned(address, language, zone)
        seat = next((one for one in view.parties if one.uid == party_uid), None)
        if seat is None or seat.seat_id is None or len(usage_key) > NAME_LIMIT + 55:
            raise NotFound()
        if seat.user_id is not None:
            raise Invalid(_("%(name)s has joined already.") % {"name": seat.name or seat.role_label})
        _check_amount(actor, STAFF_LIMIT if Role.INSTRUCTOR in view.roles else INVITATIONS_LIMIT)
        if replaces:
            end_links(Invitation.objects.filter(party_id=seat.seat_id))
        typed = where["address"] or _own_address(seat.email)
        address = own_address(seat.seat_id) if seat.is_by_link else typed
        made = Invitation.objects.create(
            party_id=seat.seat_id, code_hash=CODE.hashed(code), expires=expiry(placement_id, days, now), usage_key=usage_key,
            days=max(1, min(days, INVITATION_DAYS)), accepted_at=now if seat.is_by_link else None,
            **{**where, "address": address}, **signed(actor),
        )  # fmt: skip
        if is_mailed:
            sending.store(made.pk, now)
        told(actor, "placement.invite", made, view)
    return code


def _cleaned(address: str, language: str, zone: str) -> dict[str, str]:
    """Where a link goes, and how it is written. A language or a zone that nobody knows is none."""
    address = clean_line(address).strip()
    if address and not is_address(address):
        raise Invalid(fields={"address": [_("This is not an e-mail address. Check it, or leave it empty and copy the link.")]})
    known = dict(site.LANGUAGES)
    return {
        "address": address,
        "language": language if language in known else "",
        "zone": zone if is_zone(zone) else "",
    }


def _own_address(typed: str) -> str:
    """What stands in the plan as somebody's address, if it is one."""
    return typed.strip() if is_address(typed.strip()) else ""


def is_address(text: str) -> bool:
    """Return whether mail could go there. Loosely: addresses are internationalised, and only sending tells."""
    name, at, host = text.rpartition("@")
    return bool(at and name and "." in host.strip(".")) and len(text) <= NAME_LIMIT and not any(map(str.isspace, text))


def _check_amount(actor: Actor, limit: int) -> None:
    """Refuse more links in a day than anybody needs: somebody's account may be in other hands."""
    since = timezone.now() - timedelta(days=1)
    if Invitation.objects.filter(by(actor), created__gt=since).count() >= limit:
        raise Invalid(
            _("You have made %(count)d links in the last 24 hours, the highest number possible. Please go on tomorrow.")
            % {"count": limit}
        )


def letter(actor: Actor, *, placement_id: int, code: str, link: str, asked: str = "", minutes: int = 10) -> Letter:
    """The letter with a link that was just made: to be copied, or opened in one's mail program. `link` is its whole address."""
    require(actor, "placement.invite", placement_id)
    found = by_code(code).filter(party__placement_id=placement_id).first()
    if found is None:
        raise NotFound()
    return letters.invitation(view_of(found, "open"), link, found.address, found.pk, asked, minutes)


def send_invitation(actor: Actor, *, placement_id: int, code: str, link: str, asked: str = "", minutes: int = 10) -> bool:
    """Send that letter as soon as the transaction is committed; what the mail server says is in `invitations` then.

    False where the site sends no mail, or there is no address: then it is for the inviter to send.
    """
    written = letter(actor, placement_id=placement_id, code=code, link=link, asked=asked, minutes=minutes)
    if not written.to or not delivery.can_send():
        return False
    sending.send_after_commit(written, timezone.now())
    return True


def invitations(actor: Actor, *, placement: int | PlacementView) -> list[InvitationRow]:
    """The links to the seats of a placement, the newest first, some for each. One query, and the placement's for its number.

    Where they go, and why somebody declined, is told only to those who may invite.
    """
    view = require(actor, "placement.open", placement)
    may_invite = permissions.is_allowed("placement.invite", view.roles)
    found: dict[int, list[InvitationRow]] = {}
    for item in Invitation.objects.filter(party__placement_id=view.id).select_related("party", "letter").order_by("-pk"):
        rows = found.setdefault(item.party_id, [])
        if len(rows) < _SHOWN:
            rows.append(_row(item, view.kind, may_invite))
    return sorted((one for rows in found.values() for one in rows), key=lambda one: -one.id)


def _row(item: Invitation, kind: str, may_invite: bool) -> InvitationRow:
    return InvitationRow(
        id=item.pk, party_uid=item.party.uid, party_name=item.party.name, role_label=role_label(item.party.role, kind),
        address=item.address if may_invite else "", language=item.language, created=item.created, expires=item.expires,
        sent_at=item.sent_at, accepted_at=item.accepted_at, declined_at=item.declined_at,
        reason=item.reason if may_invite else "", revoked_at=item.revoked_at, asked_at=item.asked_at,
        mail=_mail(item, may_invite),
    )  # fmt: skip


def _mail(item: Invitation, may_invite: bool) -> str:
    """How far the letter with a link has come, for those who may invite: see InvitationRow."""
    row = getattr(item, "letter", None) if may_invite else None
    return mail_of(row.state, row.reason, row.attempts) if row is not None else ""


def revoke(actor: Actor, *, placement_id: int, invitation_id: int) -> None:
    """End a link at once, with the browsers in which it is open. What was written by it stays, under the name it has."""
    with transaction.atomic():
        view = require_locked(actor, "placement.revoke", placement_id)
        found = Invitation.objects.select_for_update().filter(pk=invitation_id, party__placement_id=placement_id).first()
        if found is None or found.revoked_at is not None or found.declined_at is not None:
            raise NotFound(_("This link has already ended."))
        if any(one.seat_id == found.party_id and one.user_id is not None for one in view.parties):
            raise NotFound(_("This invitation has already been used or has ended."))
        end_links(Invitation.objects.filter(pk=found.pk))
        told(actor, "placement.revoke", found, view)


def end_links(links: QuerySet[Invitation]) -> None:
    """Revoke links, those too that came while the placement was waited for, and close them everywhere. Three queries."""
    ids = list(links.select_for_update().order_by("pk").values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=ids, revoked_at=None).update(revoked_at=timezone.now())
    close_sessions(ids)


def close_sessions(link_ids: Sequence[int]) -> None:
    """End the sessions in which these links are open, or wait for a code."""
    LinkSession.objects.filter(invitation__in=link_ids, ended_at=None).update(ended_at=timezone.now(), code_mac="")


def told(actor: Actor, verb: str, link: Invitation, view: PlacementView) -> None:
    """Publish what was done with a link, by its numbers."""
    events.happened(actor, verb, link.usage_key, placement_id=view.id, seat_of_link=link.party_id, invitation_id=link.pk)
