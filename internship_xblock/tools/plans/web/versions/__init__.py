"""The versions of a plan: read, compared, signed, downloaded."""
