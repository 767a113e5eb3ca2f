"""What was published in Vietnamese and is owed in other languages, through the same board."""
