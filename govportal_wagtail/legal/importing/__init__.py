"""Import of document registers: map their columns, create and update documents.

``mapping`` says what the columns mean, ``rows`` turns one row into data and findings, ``importer``
writes, ``feature`` gives it to the screens and the command of ``core.importing``.
"""
