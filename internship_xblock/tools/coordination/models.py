"""How placements stand, kept in columns by which a list of 100,000 is filtered, put in order and counted (docs/adr/0033).

A *state* repeats what the tools know of a placement (core/standing.py), and is made anew from that: nothing is lost with it.
`stale` counts what happened since it was made; whoever reads a course, and a run now and then, makes stale ones anew
(keeping.py).
All that ages is a day, so that a row stays right while nobody touches it.
"""

from __future__ import annotations

from django.db import models

from ...core.language.text import NAME_LIMIT
from ...core.word_index import WORD_LIMIT

PLACEMENT = "internship_xblock.Placement"
KEY_LIMIT = 255  # characters in the platform's course keys
HOST_KEY = 24  # characters, see keeping.py: host_key


class PlacementState(models.Model):
    """How one placement stands. `plan` is "" where nobody has looked yet.

    .. pii: The host and the name of the university supervisor, repeated from the placement.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    placement = models.OneToOneField(PLACEMENT, primary_key=True, on_delete=models.CASCADE, related_name="+")
    course_key = models.CharField(max_length=KEY_LIMIT)
    host = models.CharField(max_length=NAME_LIMIT, blank=True)
    host_key = models.CharField(max_length=HOST_KEY, blank=True, help_text="The same for every way to write the host's name.")
    supervisor = models.CharField(max_length=NAME_LIMIT, blank=True)
    invited_since = models.DateField(null=True)
    mail_since = models.DateField(null=True)
    plan = models.CharField(max_length=12, blank=True)
    plan_since = models.DateField(null=True)
    unsigned = models.JSONField(default=list, help_text="The uids of the parties who must sign the plan and have not.")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    silent_on = models.DateField(null=True, help_text="The day from which the log counts as silent, if nobody writes.")
    silent_until = models.DateField(null=True)
    trained_until = models.DateField(null=True, help_text="The last day on which all its mentors are trained.")
    look_again_on = models.DateField(null=True, help_text="The day from which all this may be otherwise.")
    stale = models.PositiveIntegerField(default=1, help_text="How often something happened since it was made; 0: it is fresh.")

    class Meta:
        indexes = [  # one for each way the list filters, in the order in which it pages
            models.Index(fields=["course_key", "placement"], name="ix_state_course"),
            models.Index(fields=["course_key", "invited_since", "placement"], name="ix_state_invited"),
            models.Index(fields=["course_key", "mail_since", "placement"], name="ix_state_mail"),
            models.Index(fields=["course_key", "plan", "plan_since", "placement"], name="ix_state_plan"),
            models.Index(fields=["course_key", "silent_on", "placement"], name="ix_state_silent"),
            models.Index(fields=["course_key", "first_day", "placement"], name="ix_state_first"),
            models.Index(fields=["course_key", "last_day", "placement"], name="ix_state_last"),
            models.Index(fields=["course_key", "host", "placement"], name="ix_state_host"),
            models.Index(fields=["course_key", "supervisor", "placement"], name="ix_state_supervisor"),
            models.Index(fields=["course_key", "trained_until", "placement"], name="ix_state_trained"),
            models.Index(fields=["course_key", "host_key", "host"], name="ix_state_hosts"),
            models.Index(fields=["course_key", "stale"], name="ix_state_stale"),
            models.Index(fields=["look_again_on"], name="ix_state_again"),
        ]

    def __str__(self) -> str:
        return f"state of placement {self.pk}"


class PlacementWord(models.Model):
    """A word of the names in a placement, by which it is found (core/word_index.py).

    .. pii: Parts of the names of the people in a placement, and of its host's.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    placement = models.ForeignKey(PLACEMENT, on_delete=models.CASCADE, related_name="+", db_index=False)
    course_key = models.CharField(max_length=KEY_LIMIT)
    word = models.CharField(max_length=WORD_LIMIT)

    class Meta:
        indexes = [
            models.Index(fields=["course_key", "word", "placement"], name="ix_state_found"),
            models.Index(fields=["placement", "word"], name="ix_state_words"),
        ]

    def __str__(self) -> str:
        return f"placement word {self.pk}"


class Reminded(models.Model):
    """That a coordinator had somebody reminded on a day: unique, so that two who press send one. Gone a week later.

    `party_id` is the number of a seat and no foreign key: who has not joined can be taken out of a placement all the same.

    .. pii: On which day a person was reminded, by their seat.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    party_id = models.BigIntegerField()
    day = models.DateField()
    state = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party_id", "day"], name="ix_reminded_once")]

    def __str__(self) -> str:
        return f"reminded {self.pk}"
