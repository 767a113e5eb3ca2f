"""Screens of the translations in the admin."""
