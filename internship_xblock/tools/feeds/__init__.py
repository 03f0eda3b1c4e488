"""Feeds: a calendar of one's own days that a calendar program asks for again and again."""
