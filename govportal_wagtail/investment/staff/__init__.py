"""What staff see of projects in the admin."""
