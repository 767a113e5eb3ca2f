"""What editors work with: panels, lists, choosers, checks and the screens of the importer."""
