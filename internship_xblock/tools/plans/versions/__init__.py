"""Frozen versions: their text, signatures, comparison, and the ledger that verifies them."""
