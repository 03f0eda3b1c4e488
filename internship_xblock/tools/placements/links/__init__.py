"""Personal links: an invitation before it is accepted, the key to a seat after; and the browsers in which one was opened."""
