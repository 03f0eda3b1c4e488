"""What is to be in place before the first day: an author's lines, and who has ticked which on what day."""
