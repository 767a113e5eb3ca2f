"""Texts that leave for a translator as a file and come back: XLIFF and PO."""
