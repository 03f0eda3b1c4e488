"""Text, numbers and days as people write them. Pure, but for the language that is active."""
