"""Practising comments on the invented samples of a teaching copy."""
