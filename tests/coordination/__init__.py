"""What the staff of a course sees of all its placements."""
