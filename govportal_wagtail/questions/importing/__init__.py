"""Import of an archive of old questions and answers as published pages."""
