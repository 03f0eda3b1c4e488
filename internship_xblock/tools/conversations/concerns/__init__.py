"""A concern: between whoever has it and those whom they tell."""
