"""Places that a university asks of a host for, and what the host answers by a personal link."""
