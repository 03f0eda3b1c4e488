"""How the plan looks and is used in a browser: block, pages, actions, forms."""
