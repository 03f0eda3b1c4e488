"""What a plan says as documents: on a screen, on paper, as a calendar, as JSON."""
