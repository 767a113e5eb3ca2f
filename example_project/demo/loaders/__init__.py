"""One small loader per app of the package; each goes through the real code paths."""
