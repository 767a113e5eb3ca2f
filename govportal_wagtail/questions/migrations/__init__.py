"""Schema of the questions app."""
