"""Public pages of the editorial app."""
