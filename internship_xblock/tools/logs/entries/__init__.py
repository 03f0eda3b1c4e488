"""Entries: their questions, days, links and texts, and how they are written."""
