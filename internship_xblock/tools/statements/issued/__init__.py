"""What was issued: issuing it, reading it, and its ledger."""
