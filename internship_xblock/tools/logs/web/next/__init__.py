"""What next in a log: who does what about which entry. The log's screen and Today say it by the same sentences."""
