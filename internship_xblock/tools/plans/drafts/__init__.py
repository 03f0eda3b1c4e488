"""The draft of a plan: how it is read, saved, commented on, and who may write where."""
