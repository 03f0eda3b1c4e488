"""The sentences of the review page that depend on numbers, dates and decisions."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from ....core.language import formats
from ..api import COUNT_LIMIT, Note, SubmissionRow, SubmissionView

# What has happened after a decision, and who sees it: of what is a placement's, and of what is one learner's.
_PLACEMENT = {
    "comment": gettext_lazy("Your comment is sent. %(who)s and the others in the placement see it in the course."),
    "returned": gettext_lazy(
        "Changes requested. %(who)s and the others in the placement see your words in the course and can submit it again."
    ),
    "approved": gettext_lazy("Approved. %(who)s and the others in the placement see it in the course."),
}
_LESSON = {
    "comment": gettext_lazy("Your comment is sent. %(who)s sees it in the lesson."),
    "returned": gettext_lazy("Changes requested. %(who)s sees your words in the lesson and can submit it again."),
    "approved": gettext_lazy("Approved. %(who)s sees it in the lesson."),
}


def count_limit() -> str:
    """How far is counted, as a number is written: "1,000"."""
    return str(number_format(COUNT_LIMIT, use_l10n=True, force_grouping=True))


def count(amount: int) -> str:
    if amount > COUNT_LIMIT:
        return _("more than %(limit)s") % {"limit": count_limit()}
    return str(number_format(amount, use_l10n=True))


def summary(counts: dict[str, int]) -> str:
    """How much there is to do, in a sentence."""
    waiting = counts["submitted"]
    if waiting > COUNT_LIMIT:
        return _("More than %(limit)s are waiting for an answer.") % {"limit": count_limit()}
    if not waiting:
        return _("Nothing is waiting for an answer.")
    return ngettext("%(count)d is waiting for an answer.", "%(count)d are waiting for an answer.", waiting) % {"count": waiting}


def status_tab(name: str) -> str:
    return {
        "submitted": pgettext("submissions", "Waiting"),
        "returned": pgettext("submissions", "Changes requested"),
        "approved": pgettext("submissions", "Approved"),
        "all": pgettext("submissions", "All"),
    }[name]


def kinds() -> list[tuple[str, str]]:
    return [
        ("", _("Plans, log entries and lessons")), ("plan", _("Plans")), ("entry", _("Log entries")), ("unit", _("Lessons")),
    ]  # fmt: skip


def orders() -> list[tuple[str, str]]:
    return [("oldest", _("Oldest first")), ("newest", _("Newest first"))]


def waits(row: SubmissionRow) -> str:
    """How long it has waited, "" where it does not wait."""
    if row.status != "submitted":
        return ""
    days = (timezone.now() - row.submitted_at).days  # of 24 hours: the same by everybody's clock
    if days <= 0:
        return _("waiting less than a day")
    return ngettext("waiting %(days)d day", "waiting %(days)d days", days) % {"days": days}


def event(note: Note) -> str:
    """What happened, as the heading of a note in the story."""
    who = note.author or _("Somebody who has left")
    if note.decision == "submitted":
        if note.attempt == 1:
            return _("%(who)s submitted it") % {"who": who}
        return _("%(who)s submitted it again") % {"who": who}
    if note.decision == "reset":
        return _("The points were removed in the LMS together with the learner’s state. What was written stays.")
    if note.decision == "returned":
        return _("%(who)s asked for changes") % {"who": who}
    if note.decision == "approved":
        if note.points is not None:
            return ngettext(
                "%(who)s approved it with %(points)s point",
                "%(who)s approved it with %(points)s points",
                int(note.points + 0.999999),
            ) % {"who": who, "points": formats.number(note.points)}
        return _("%(who)s approved it") % {"who": who}
    return _("%(who)s commented") % {"who": who}


def done(view: SubmissionView, decision: str, grade_taken: bool | None) -> tuple[str, bool]:
    """What has just happened and who sees it, and whether all of it went well."""
    who = view.submitter_name or _("Somebody who has left")
    said = (_LESSON if view.kind == "unit" else _PLACEMENT)[decision] % {"who": who}
    if decision != "approved" or grade_taken is None:
        return said, True
    if grade_taken:
        return said + " " + _("The points are in the gradebook."), True
    return said + " " + _(
        "The gradebook did not accept the points. Approve once more to try again, or enter them there."
    ), False
