"""The screens of statements."""
