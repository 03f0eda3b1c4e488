"""What changes while a placement runs: pauses, an early end, and who was told to look at its dates."""
