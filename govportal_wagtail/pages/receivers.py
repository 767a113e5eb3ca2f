"""Signal receivers of the pages app."""
