"""How blocks run in the player: reading the course, the runtime with its services, and where fields and reports are kept."""
