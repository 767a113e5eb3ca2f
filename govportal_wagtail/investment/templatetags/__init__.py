"""Template tags of investment projects."""
