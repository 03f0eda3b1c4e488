"""Hosts: the organisations that take students, and the places they offer."""
