"""What next in a plan: how far it is, and who does what. The plan's screen and Today say it by the same sentences."""
