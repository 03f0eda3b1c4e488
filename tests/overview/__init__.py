"""The page of one placement."""
