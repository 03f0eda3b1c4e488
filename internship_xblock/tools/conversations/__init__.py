"""Conversations: what people say when they meet, written down together; and what one of them finds not right, in confidence."""
