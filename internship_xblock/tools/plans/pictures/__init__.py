"""The pictures of a plan: which task serves which outcome, and what happens when. Pure."""
