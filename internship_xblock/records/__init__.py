"""What several people write together, discuss, freeze, sign, compare and print: plans and certificates. See README.md."""
