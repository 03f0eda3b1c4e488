"""Training units: a lesson made of steps. No tables: what a learner did lives in the block's user state."""
