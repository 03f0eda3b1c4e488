"""The dialogue about an entry, and who waits for a part of it."""
