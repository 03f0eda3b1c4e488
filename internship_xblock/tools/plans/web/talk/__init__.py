"""The conversations about a plan, and who may write in it."""
