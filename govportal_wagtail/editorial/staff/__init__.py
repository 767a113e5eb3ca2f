"""Screens of the editorial app in the admin."""
