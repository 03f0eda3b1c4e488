"""The checklist before the first day: set in Studio, ticked on the placement's page, told on Today."""
