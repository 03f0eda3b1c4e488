"""The certificate at the end of a stay: its draft, issuing it, and its document."""
