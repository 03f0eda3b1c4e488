"""SQLite for several tabs at once (see `base`)."""
