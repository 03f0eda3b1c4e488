"""The plan: what a student will learn, by which tasks and when; drafted by the parties, frozen in versions."""
