"""What a statement says."""
