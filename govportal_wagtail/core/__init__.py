"""What every part of the portal may use; it knows no feature."""
