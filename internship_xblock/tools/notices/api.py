"""What can be done about being told: choose how, and see who was not reached. Every verb takes the actor first.

Not for: what is told (each tool's `web/notices.py`), what waits for somebody (today). Nobody tells anything by calling this
tool: a verb publishes what happened (`core/events.py: happened`), and that is written down here (recording.py).
"""

from __future__ import annotations

from .choices import choice, choices_of, choose
from .models import Choice
from .readers import Reader, language, readers
from .undelivered import Undelivered, several_undelivered, undelivered

__all__ = [
    "Choice", "Reader", "Undelivered", "choice", "choices_of", "choose", "language", "readers", "several_undelivered",
    "undelivered",
]  # fmt: skip
