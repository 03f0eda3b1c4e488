"""The screens on which people find a time for a conversation, and what Today and letters say of it."""
