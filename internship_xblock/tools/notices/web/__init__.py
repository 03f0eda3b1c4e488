"""What people see of being told: the mails, the page on which they choose, and what runs it all."""
