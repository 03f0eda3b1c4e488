"""How the placement looks and is used in a browser: block, pages, actions, forms."""
