"""What a plan consists of: sections and fields, and the layouts an author may choose."""
