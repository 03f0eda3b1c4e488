"""How the training unit looks and is used in a browser: block, pages, actions, forms."""
