"""Placements: one student at one host, and the people around it."""
