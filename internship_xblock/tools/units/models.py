"""What learners answer in training units.

An answer has a row of its own for each learner, unit and step, so that two requests for two steps never write over each other,
and so that a workbook can read all that one learner wrote in a course. `revision` counts the saves of the answer and of its
draft together. The row of the unit stands for the learner in that unit: whoever writes an answer locks it first, with their
rows in the other units of the course, so that points, progress and awards are counted from what is stored. The position on
screen is the block's user state.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

KEY_LIMIT = 255
STEP_LIMIT = 64
ANONYMOUS_ID_LIMIT = 64
DIGEST_LIMIT = 64


class UnitRecord(models.Model):
    """One learner in one unit; made with the first thing they do there, never by looking.

    .. pii: The platform's id of a learner in a course.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    belongs_to = ("learner",)  # core/own_data.py

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.CharField(max_length=KEY_LIMIT)
    usage_key = models.CharField(max_length=KEY_LIMIT)
    anonymous_id = models.CharField(
        max_length=ANONYMOUS_ID_LIMIT, blank=True, help_text="By this the platform names them when it clears their state."
    )
    finished_at = models.DateTimeField(null=True, blank=True, help_text="First at the end with every step done; it stays so.")
    passed_at = models.DateTimeField(
        null=True, blank=True, help_text="First with every step done, and its pass mark reached if it has one; it stays so."
    )
    lesson = models.JSONField(default=dict, blank=True, help_text="What the unit was then: title, outcomes and minutes.")
    awaits = models.CharField(
        max_length=12, blank=True, help_text="The level that follows once the other units that it needs are completed too."
    )
    needs = models.JSONField(default=list, blank=True, help_text="Their usage keys.")
    missing = models.JSONField(default=list, blank=True, help_text="Those of them that are not completed yet.")
    earned = models.FloatField(null=True, blank=True, help_text="Points of the steps when they were counted last.")
    possible = models.FloatField(null=True, blank=True, help_text="Of how many; null where nothing is reviewed.")
    pools = models.JSONField(default=dict, blank=True, help_text="By the pool: which attempt it is, and the best share so far.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "usage_key"], name="ix_unit_one")]
        indexes = [models.Index(fields=["usage_key", "anonymous_id"], name="ix_unit_anonymous")]

    def __str__(self) -> str:
        return f"unit record {self.pk}"


class StepAnswer(models.Model):
    """What one learner answered in one step, and what they are writing there.

    .. pii: What a person wrote about their own work.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    belongs_to = ("learner",)  # core/own_data.py

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.CharField(max_length=KEY_LIMIT)
    usage_key = models.CharField(max_length=KEY_LIMIT)
    step = models.CharField(max_length=STEP_LIMIT, help_text="The id of the step.")
    revision = models.PositiveIntegerField(default=1)
    answer = models.JSONField(null=True, blank=True, help_text="As the kind of the step keeps it; none before the first.")
    asked = models.JSONField(default=dict, blank=True, help_text="What they saw when they answered; see asked.py.")
    draft = models.JSONField(default=dict, blank=True, help_text="Field -> text typed since the answer.")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When the answer was last given.")
    changed_at = models.DateTimeField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "usage_key", "step"], name="ix_step_answer_one")]
        indexes = [models.Index(fields=["learner", "course_key"], name="ix_step_answer_course")]  # the workbook

    def __str__(self) -> str:
        return f"step answer {self.pk}"


class StepDraft(models.Model):
    """What one author is typing in one step in Studio and has not saved: theirs alone until then, and no learner's.

    .. pii: Whose it is, and what they typed for a course.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    belongs_to = ("author",)  # core/own_data.py

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.CharField(max_length=KEY_LIMIT)
    usage_key = models.CharField(max_length=KEY_LIMIT)
    step = models.CharField(max_length=STEP_LIMIT, help_text="The id of the step.")
    copy = models.JSONField(help_text="The fields of the form, as the draft keeper copies them; see authoring.py.")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "usage_key", "step"], name="ix_step_draft_one")]

    def __str__(self) -> str:
        return f"step draft {self.pk}"


class UnitVersion(models.Model):
    """The answers to the reviewed steps of a unit as a learner submitted them; never changed.

    .. pii: What a person wrote about their own work.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    belongs_to = ("record__learner",)  # core/own_data.py

    record = models.ForeignKey(UnitRecord, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    answers = models.JSONField(help_text="By the step, in the order of the unit: what was answered, and what was asked.")
    digest = models.CharField(max_length=DIGEST_LIMIT, help_text="Of the answers: whether they have changed since.")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="ix_unit_version")]

    def __str__(self) -> str:
        return f"unit version {self.pk}"
