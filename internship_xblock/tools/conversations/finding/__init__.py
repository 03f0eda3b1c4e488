"""Finding a time for a conversation: proposing some, saying when one can, choosing one, withdrawing."""
