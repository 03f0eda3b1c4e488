"""What can be done with conversations and concerns: the door to the files of both. Every verb takes the actor first and asks
the table first. What depends on others locks the placement first, in the caller's transaction.

Nobody outside this folder imports its models; what is returned is for reading.
"""

from __future__ import annotations

from .concerns.reading import PATIENCE, concern, concerns, count_unanswered, open_concerns, to_tell
from .concerns.route import route
from .concerns.values import ConcernView, Contact, OpenConcern, Reader, Route, Turn
from .concerns.writing import close, may_be_shown, raise_concern, say, show_to
from .finding.reading import chosen_times
from .finding.verbs import answer_times, choose_time, may_choose, propose_times, withdraw_times
from .schema import NOT_ASKED, SECTIONS, STEPS, TALK, Step, next_uid
from .times.typed import LONGEST, SHORTEST, TIMES_LIMIT
from .times.values import MAYBE, NO, TICKS, YES, Agreed, Proposal, Tally, to_be_there
from .times.words import in_words, length_in_words, tick_in_words, times_in_words, with_zone
from .written.dates import DatedStep, due_steps
from .written.reading import conversation, conversations, earlier_texts, several_conversations
from .written.saving import begin, finish_step, remove, save, tell
from .written.values import ConversationView, EarlierText, PlacedConversations

__all__ = [
    "LONGEST", "MAYBE", "NO", "NOT_ASKED", "PATIENCE", "SECTIONS", "SHORTEST", "STEPS", "TALK", "TICKS", "TIMES_LIMIT", "YES",
    "Agreed", "ConcernView", "Contact", "ConversationView", "DatedStep", "EarlierText", "OpenConcern", "PlacedConversations",
    "Proposal", "Reader", "Route", "Step", "Tally", "Turn", "answer_times", "begin", "choose_time", "chosen_times", "close",
    "concern", "concerns", "conversation", "conversations", "count_unanswered", "due_steps", "earlier_texts", "finish_step",
    "in_words", "length_in_words", "may_be_shown", "may_choose", "next_uid", "open_concerns", "propose_times",
    "raise_concern", "remove", "route", "save", "say", "several_conversations", "show_to", "tell", "tick_in_words",
    "times_in_words", "to_be_there", "to_tell", "with_zone", "withdraw_times",
]  # fmt: skip
