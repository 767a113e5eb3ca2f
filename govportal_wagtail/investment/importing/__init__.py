"""Import of projects from spreadsheets: map their columns, create and update projects.

``mapping`` says what the columns mean, ``headings`` finds them in a file with their units of money,
``rows`` turns one row into data and findings, ``importer`` writes, ``feature`` gives it to the
screens and the command of ``core.importing``.
"""
