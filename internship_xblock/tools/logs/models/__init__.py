"""The log's tables: entries and what is said about them, who read them, and what is practised on samples."""

from .entries import KEY_LIMIT, Entry, EntryComment, EntryText, LogRetention, Sharing
from .practice import ANONYMOUS_ID_LIMIT, SAMPLE_LIMIT, PracticeAnswer
from .readings import EntryReading, EntryRequest

__all__ = [
    "ANONYMOUS_ID_LIMIT",
    "KEY_LIMIT",
    "SAMPLE_LIMIT",
    "Entry",
    "EntryComment",
    "EntryReading",
    "EntryRequest",
    "EntryText",
    "LogRetention",
    "PracticeAnswer",
    "Sharing",
]
