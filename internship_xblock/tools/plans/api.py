"""What can be done with a plan: the door to one file a concern. Every verb takes the actor first and asks the table first. What
depends on others (submitting, signing, commenting) locks the placement first, in the caller's transaction.

The people of a plan are the placement's: reading and saving the section "parties" goes there. Everything else is a
section with a revision of its own. Nobody outside this folder imports its models; what is returned is for reading.
"""

from __future__ import annotations

from ...records.drafts import SectionView
from ...records.private import PrivateView
from .drafts.comments import COMMENT_LIMIT, COMMENTS_LIMIT, Comment, comment, comments, conversations, settle, withdraw_comment
from .drafts.counts import PlanCount, count_plans
from .drafts.dates import Checkpoint, Dates, dates_of
from .drafts.frame import Frame, Outcome, Period, frame
from .drafts.moving import Moving, move_dates, would_move
from .drafts.opening import allow, open_plan, who_writes
from .drafts.people import people
from .drafts.preparation import PlannedTalk, PlannedTask, Preparation, preparation
from .drafts.saving import save_section
from .drafts.several import BegunPlan, several_plans
from .drafts.submitted import NextVersion, agreement_under, as_submitted, next_version
from .drafts.submitting import KIND, submit
from .drafts.values import PlanView
from .private import read_private, write_private
from .rules import Finding, PlanRules
from .schema.layout import OPTIONAL, Layout
from .sources.days import set_days
from .sources.starting import EARLIER_LIMIT, EarlierPage, EarlierPlan, Filled, copy_of, earlier, fill, is_untouched, would_fill
from .sources.templates import (
    TEMPLATES_LIMIT,
    TemplateLine,
    TemplatePage,
    ToShare,
    share_template,
    template,
    templates,
    to_share,
    withdraw_template,
)
from .versions.comparison import Changed, Compared
from .versions.comparison import between as changes_between
from .versions.reading import (
    agreement,
    compare,
    compare_for_review,
    last_version,
    place_of,
    sign,
    stay_to_close,
    take_along,
    to_close,
    version,
    version_for_review,
)
from .versions.signatures import MUST_SIGN, Agreement, Signature, sentence
from .versions.stay import PlannedOutcome, Stay, ToClose
from .versions.values import TakenAlong, VersionLine, VersionView

__all__ = [
    "COMMENTS_LIMIT",
    "COMMENT_LIMIT",
    "EARLIER_LIMIT",
    "KIND",
    "MUST_SIGN",
    "OPTIONAL",
    "TEMPLATES_LIMIT",
    "Agreement",
    "BegunPlan",
    "Changed",
    "Checkpoint",
    "Comment",
    "Compared",
    "Dates",
    "EarlierPage",
    "EarlierPlan",
    "Filled",
    "Finding",
    "Frame",
    "Layout",
    "Moving",
    "NextVersion",
    "Outcome",
    "Period",
    "PlanCount",
    "PlanRules",
    "PlanView",
    "PlannedOutcome",
    "PlannedTalk",
    "PlannedTask",
    "Preparation",
    "PrivateView",
    "SectionView",
    "Signature",
    "Stay",
    "TakenAlong",
    "TemplateLine",
    "TemplatePage",
    "ToClose",
    "ToShare",
    "VersionLine",
    "VersionView",
    "agreement",
    "agreement_under",
    "allow",
    "as_submitted",
    "changes_between",
    "comment",
    "comments",
    "compare",
    "compare_for_review",
    "conversations",
    "copy_of",
    "count_plans",
    "dates_of",
    "earlier",
    "fill",
    "frame",
    "is_untouched",
    "last_version",
    "move_dates",
    "next_version",
    "open_plan",
    "people",
    "place_of",
    "preparation",
    "read_private",
    "save_section",
    "sentence",
    "set_days",
    "settle",
    "several_plans",
    "share_template",
    "sign",
    "stay_to_close",
    "submit",
    "take_along",
    "template",
    "templates",
    "to_close",
    "to_share",
    "version",
    "version_for_review",
    "who_writes",
    "withdraw_comment",
    "withdraw_template",
    "would_fill",
    "would_move",
    "write_private",
]  # fmt: skip
