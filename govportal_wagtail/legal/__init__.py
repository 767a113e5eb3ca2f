"""Legal documents: library, articles, relations, validity, import."""
