"""The draft of a statement: how it is kept, and saving it."""
