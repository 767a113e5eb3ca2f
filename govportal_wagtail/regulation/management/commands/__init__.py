"""Management commands of the regulation app."""
