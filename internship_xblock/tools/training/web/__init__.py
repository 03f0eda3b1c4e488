"""The downloads of what one has earned, and how it is shown."""
