"""The screens of personal links: who makes them, and who opens them."""
