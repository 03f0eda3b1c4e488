"""Pictures as values: shapes on a plane, days along a line. Screens and paper draw them."""
