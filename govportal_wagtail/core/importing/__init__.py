"""Import of registers as pages: read a file, map its columns, bring in row by row, report.

``registers`` opens a file, ``toml_tables`` and ``mappings`` say what its columns mean, and
``row_reading`` turns a row into data and findings. ``running`` works through the rows,
``page_importer`` brings each in as a page below a register, ``report`` tells what happened;
``feature`` keeps the runs. A part of the portal that imports derives its importer, its upload form,
its screens (``screens``) and its command (``command``) from what is here.
"""
