"""What a plan can start from, and how it is filled in."""
