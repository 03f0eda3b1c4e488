"""Statements: what a student takes along from a stay, issued under a name and frozen. See README.md."""
