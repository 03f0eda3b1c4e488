"""Training units: a lesson made of steps. A learner's answers are in our tables, their place in the block's user state."""
