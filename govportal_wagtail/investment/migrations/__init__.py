"""Schema of the investment app."""
