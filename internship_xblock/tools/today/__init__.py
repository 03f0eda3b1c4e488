"""Today: what waits for somebody, in all tools and all their placements."""
