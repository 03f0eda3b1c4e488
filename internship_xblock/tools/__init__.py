"""The tools: one folder each, all of one shape. What they share is in `core/`."""
