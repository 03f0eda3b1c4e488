"""Re-exports what the tools define: Django wants one place to look."""

from .tools.logs.models import Entry, EntryComment, EntryText
from .tools.placements.models import Invitation, Party, Placement
from .tools.plans.models import Plan, PlanComment, PlanSection, PlanSignature, PlanTemplate, PlanVersion
from .tools.reviews.models import Note, Submission

__all__ = [
    "Entry",
    "EntryComment",
    "EntryText",
    "Invitation",
    "Note",
    "Party",
    "Placement",
    "Plan",
    "PlanComment",
    "PlanSection",
    "PlanSignature",
    "PlanTemplate",
    "PlanVersion",
    "Submission",
]
