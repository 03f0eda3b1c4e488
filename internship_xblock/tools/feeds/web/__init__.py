"""The page on which somebody subscribes to their days, and the calendar that programs ask for."""
