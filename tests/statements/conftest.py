"""The plan that a statement closes, and its people."""

from tests.plans.conftest import draft, join, submitted

__all__ = ["draft", "join", "submitted"]
