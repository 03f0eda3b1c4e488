"""One placement as a document: who is in it, when it is, how it stands, what comes next."""
