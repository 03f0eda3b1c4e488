"""Stretches of time that are proposed or chosen: what they are, what may be proposed, what they are called. Pure."""
