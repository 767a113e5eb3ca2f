"""Template tags of the schedules app."""
