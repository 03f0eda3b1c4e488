"""The entries of a log: cards, the form that is open in one, the dialogue about it."""
