"""The sections of a plan: read, written as one types, marked where they came from."""
