"""For how long entries are kept, and their erasure."""
