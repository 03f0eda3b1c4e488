"""What completing a lesson, and those that it needs, makes of a learner: ready to host."""
