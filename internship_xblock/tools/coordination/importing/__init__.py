"""Placements from a spreadsheet: read a file, say what it will do, do it."""
