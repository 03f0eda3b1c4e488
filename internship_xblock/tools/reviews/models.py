"""What was submitted, and what was answered.

A *submission* stands for one thing (a plan, a log entry, one learner's answers to a lesson) submitted from one place of the
course. It is made at the first submission and opened again at every further one, so a reviewer always finds one row with its
whole story, and never two half ones. What was submitted stays with its own tool; here are only its id, the version and a title
for the list.

A *note* is one event of that story and is never changed: submitted, commented, returned, approved. What people see of
each other's decisions is read from the notes alone; `status` and `points` repeat the last decision for the lists.

Every change claims the next `revision`, so of two reviewers with the same page one is told what the other decided.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core.authorship import Authored, Authorship
from ...core.language.text import NAME_LIMIT
from ...core.word_index import WORD_LIMIT

KEY_LIMIT = 255  # characters in the platform's course and usage keys
ANONYMOUS_ID_LIMIT = 64


class Submission(Authored):
    """One thing submitted for review, with where it stands now.

    `author` is who submitted it first: the points go to that person, whoever of the parties mends it later.

    .. pii: The name and ids of who submitted it; the title may hold the name of the student.
    .. pii_types: name, id
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"title": "", "anonymous_id": ""}),)

    class Kind(models.TextChoices):
        PLAN = "plan", _("Plan")
        ENTRY = "entry", _("Log entry")
        UNIT = "unit", _("Lesson")

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Waiting for an answer")
        RETURNED = "returned", _("Changes requested")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Taken back")  # by its author, before anybody had read it

    course_key = models.CharField(max_length=KEY_LIMIT)
    usage_key = models.CharField(max_length=KEY_LIMIT)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_id = models.BigIntegerField(help_text="The id of the plan, the entry or the learner's unit in its own tool.")
    subject_version = models.PositiveIntegerField(help_text="The version that was submitted last.")
    placement = models.ForeignKey("internship_xblock.Placement", null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=NAME_LIMIT, blank=True)
    anonymous_id = models.CharField(max_length=ANONYMOUS_ID_LIMIT, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SUBMITTED)
    attempts = models.PositiveIntegerField(default=0, help_text="How often it was submitted.")
    points = models.FloatField(null=True, help_text="From the last approval; they stay while a new version waits.")
    possible = models.FloatField(default=0, help_text="0 where there are no points to get.")
    is_grade_taken = models.BooleanField(null=True, help_text="Whether the grade book took the points; null: not asked.")
    rubric = models.JSONField(default=list, help_text="The author's criteria when it was submitted last: id, title, text.")
    revision = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(help_text="When it was submitted last.")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["usage_key", "kind", "subject_id"], name="ix_submission_subject")]
        indexes = [  # one for each way the review page filters, in the order in which it pages
            models.Index(fields=["course_key", "-submitted_at", "-id"], name="ix_submission_course"),
            models.Index(fields=["course_key", "status", "-submitted_at", "-id"], name="ix_submission_status"),
            models.Index(fields=["course_key", "kind", "-submitted_at", "-id"], name="ix_submission_kind"),
            models.Index(fields=["course_key", "kind", "status", "-submitted_at", "-id"], name="ix_submission_kind_status"),
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}"


class SubmissionWord(models.Model):
    """A word of the title or the name of a submission, by which it is found; see finding.py.

    .. pii: Parts of the name of who submitted it, and of the student's.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="words")
    course_key = models.CharField(max_length=KEY_LIMIT)
    word = models.CharField(max_length=WORD_LIMIT)

    class Meta:
        indexes = [
            models.Index(fields=["course_key", "word", "submission"], name="ix_submission_found"),
            models.Index(fields=["submission", "word"], name="ix_submission_words"),
        ]

    def __str__(self) -> str:
        return f"submission word {self.pk}"


class Note(Authored):
    """One event in the story of a submission; rows are added, never changed.

    .. pii: The name of who wrote it and what they wrote to somebody, as the text and as remarks in `marks`.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    class Decision(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        COMMENT = "comment", _("Commented")
        RETURNED = "returned", _("Changes requested")
        APPROVED = "approved", _("Approved")
        RESET = "reset", _("Points taken back")  # with a learner's state, by the course team in the LMS

    authorships = (Authorship(erases={"text": ""}),)

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="notes")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    text = models.TextField(blank=True)
    points = models.FloatField(null=True)
    marks = models.JSONField(default=list, help_text="Of each criterion that was marked: id, title, value, remark.")
    attempt = models.PositiveIntegerField(help_text="Which submission it answers, counted from 1.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"
