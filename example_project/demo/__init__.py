"""Demo content of a fictional province and its loaders."""
