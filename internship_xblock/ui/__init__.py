"""What screens are made of, for blocks and pages alike. Knows no tool."""
