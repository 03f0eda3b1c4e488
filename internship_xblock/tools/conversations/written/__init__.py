"""The record of a conversation: who was there, what was said and agreed, and what comes next."""
