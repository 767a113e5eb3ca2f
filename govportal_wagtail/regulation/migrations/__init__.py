"""Database schema history of this app."""
