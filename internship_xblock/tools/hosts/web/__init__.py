"""The pages of hosts, and the page behind a host's personal link."""
