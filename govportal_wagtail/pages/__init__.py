"""Home, sections, articles and standard pages of a portal site."""
