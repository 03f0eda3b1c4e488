"""The page that everybody sees first."""
