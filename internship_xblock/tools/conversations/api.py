"""What can be done with conversations and concerns: the door to the files of both. Every verb takes the actor first and asks
the table first. What depends on others locks the placement first, in the caller's transaction.

Nobody outside this folder imports its models; what is returned is for reading.
"""

from __future__ import annotations

from .concerns.reading import PATIENCE, concern, concerns, count_unanswered, open_concerns, to_tell
from .concerns.route import route
from .concerns.values import ConcernView, Contact, OpenConcern, Reader, Route, Turn
from .concerns.writing import close, may_be_shown, raise_concern, say, show_to
from .schema import NOT_ASKED, SECTIONS, STEPS, TALK, Step, next_uid
from .written.dates import DatedStep, due_steps
from .written.reading import conversation, conversations, earlier_texts, several_conversations
from .written.saving import begin, finish_step, remove, save, tell
from .written.values import ConversationView, EarlierText, PlacedConversations

__all__ = [
    "NOT_ASKED", "PATIENCE", "SECTIONS", "STEPS", "TALK", "ConcernView", "Contact", "ConversationView", "DatedStep",
    "EarlierText", "OpenConcern", "PlacedConversations", "Reader", "Route", "Step", "Turn", "begin", "close",
    "concern", "concerns", "conversation", "conversations", "count_unanswered", "due_steps", "earlier_texts",
    "finish_step", "may_be_shown", "next_uid", "open_concerns", "raise_concern", "remove", "route", "save", "say",
    "several_conversations", "show_to", "tell", "to_tell",
]  # fmt: skip
