"""Two people at once, on MariaDB: real threads, each with a connection of its own."""
