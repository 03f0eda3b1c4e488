"""Who reads an entry: finding it for somebody, what is new to them, and the record of who has seen it."""
