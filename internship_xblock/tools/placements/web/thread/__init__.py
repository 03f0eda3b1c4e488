"""The thread on the page of a placement."""
