"""Long runs that anyone can repeat: `make soak`."""
