"""The log: dated reflections, shared step by step, answered by the mentor."""
