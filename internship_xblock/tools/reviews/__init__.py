"""Reviews: what is handed in, and what is answered."""
