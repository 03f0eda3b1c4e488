"""Today: what waits for somebody, from whom, and which days come next."""

from __future__ import annotations

from ...core.tools import Tool

# It has no verbs: each tool says what it can, asked as the reader (core/today.py).
TOOL = Tool(name="today", verbs={}, models=(), pages="web.urls")
