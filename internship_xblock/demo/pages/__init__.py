"""The player's pages: the frame around them, the ways in, the course from above, a unit, and the switches for testers."""
