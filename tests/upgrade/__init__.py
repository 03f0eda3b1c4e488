"""What a new version makes of a database that an earlier one filled."""
