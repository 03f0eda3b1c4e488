"""All placements of a course, for its staff."""
