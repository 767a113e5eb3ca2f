"""Migrations of the editorial app."""
