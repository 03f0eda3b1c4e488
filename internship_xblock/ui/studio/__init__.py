"""What blocks share in Studio: settings in forms, and their clean round trip through OLX."""
