"""What a plan and its certificate say as documents: on a screen, on paper, as a calendar, as JSON."""
