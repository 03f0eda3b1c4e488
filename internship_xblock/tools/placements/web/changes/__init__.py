"""How a placement is moved, paused and ended from its page."""
