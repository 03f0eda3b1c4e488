"""The dialogue about an entry. Verbs of this tool's api."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..actor import Actor
from ..errors import Invalid
from ..permissions import Role
from . import reading
from .forms import AnswerForm, ReplyForm, checked
from .models import Entry, EntryComment, Sharing
from .opening import open_entry
from .values import EntryView

COMMENT_LIMIT = 200  # turns in one dialogue


def comment(actor: Actor, *, entry_id: int, data: Any, prefix: str = "") -> EntryView:
    """Answer an entry (AnswerForm), or, as its author, reply (ReplyForm)."""
    entry, placement, _others = open_entry(actor, entry_id, "log.comment")
    if entry.sharing == Sharing.PRIVATE:
        raise Invalid(_("Nobody else can read this entry now. Share it first, then you can talk about it here."))
    turns = list(entry.comments.all())
    if len(turns) >= COMMENT_LIMIT:
        raise Invalid(_("This dialogue has grown very long. Please go on in a new entry."))
    roles = reading.roles_for(actor, placement, entry)
    is_author = Role.AUTHOR in roles
    form = (ReplyForm if is_author else AnswerForm)(data, prefix=prefix or None)
    role = Role.AUTHOR if is_author else next(role for role in (Role.MENTOR, Role.SUPERVISOR) if role in roles)
    said = dict(checked(form))
    is_repeated = turns and turns[-1].author_id == actor.user_id and said == {n: getattr(turns[-1], n) for n in said}
    if not is_repeated:  # a button pressed twice says it once
        EntryComment.objects.create(entry=entry, author_id=actor.account, author_name=actor.name, role=role, **said)
    if not is_author and entry.answered_at is None:
        entry.answered_at = timezone.now()
        Entry.objects.filter(pk=entry.pk, answered_at=None).update(answered_at=entry.answered_at)
    reading.record_reading(actor, [entry])
    return reading.view(actor, placement, entry)
