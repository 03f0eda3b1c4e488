"""Something to look at, made when somebody first comes in by a way that needs it (pages/start.py).

Through the tools' own verbs, and in the language that is on. Whoever only switches who they are finds the course empty.
"""

from .cohort import prepare_cohort
from .one import prepare
from .parts import places

__all__ = ["places", "prepare", "prepare_cohort"]
