"""Configuration of the example portal."""
