"""Weeks as offices write them, read from tables of any program."""
