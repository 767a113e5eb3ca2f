"""Commands of the editorial app."""
