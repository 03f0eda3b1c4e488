"""Pages of ours, for all tools: who may come in, what was sent, what goes out."""
