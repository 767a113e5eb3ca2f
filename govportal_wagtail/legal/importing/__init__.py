"""Import of document registers: read a file, map its columns, create and update documents.

``reader`` opens a register, ``mapping`` says what its columns mean, ``rows`` turns one row into
data and findings, ``importer`` writes, ``report`` tells what happened to every row.
"""
