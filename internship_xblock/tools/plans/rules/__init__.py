"""What a good plan has: the rules of the course, and what they find."""

from ..schema.headings import DEFAULT_HEADINGS, Heading, heading_words
from .findings import errors, findings
from .values import ERROR, WARNING, Finding, PlanRules

__all__ = ["DEFAULT_HEADINGS", "ERROR", "WARNING", "Finding", "Heading", "PlanRules", "errors", "findings", "heading_words"]
