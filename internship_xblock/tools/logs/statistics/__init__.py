"""A log in figures and totals."""
