"""Trained mentors: who has earned what, until when."""
