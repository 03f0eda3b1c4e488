"""Re-exports what the tools define: Django wants one place to look."""

from .tools.logs.models import Entry, EntryComment, EntryText, LogRetention
from .tools.logs.models_practice import PracticeAnswer
from .tools.logs.models_seen import EntryReading, EntryRequest
from .tools.placements.models import Invitation, Party, Placement
from .tools.plans.models import (
    Plan,
    PlanCertificate,
    PlanComment,
    PlanRecord,
    PlanSection,
    PlanSignature,
    PlanTemplate,
    PlanVersion,
)
from .tools.reviews.models import Note, Submission, SubmissionWord
from .tools.units.models import StepAnswer, UnitRecord

__all__ = [
    "Entry",
    "EntryComment",
    "EntryReading",
    "EntryRequest",
    "EntryText",
    "Invitation",
    "LogRetention",
    "Note",
    "Party",
    "Placement",
    "Plan",
    "PlanCertificate",
    "PlanComment",
    "PlanRecord",
    "PlanSection",
    "PlanSignature",
    "PlanTemplate",
    "PlanVersion",
    "PracticeAnswer",
    "StepAnswer",
    "Submission",
    "SubmissionWord",
    "UnitRecord",
]
