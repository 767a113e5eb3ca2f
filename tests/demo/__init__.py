"""The demo as its users find it.

A package, so that the demo loaded in ``conftest.py`` is rolled back when the last of these tests
has run: without this file "package" would mean the whole session.
"""
