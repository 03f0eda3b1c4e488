"""A calendar of one's own days."""
