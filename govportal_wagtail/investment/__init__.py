"""Public investment projects: register, money, map, open data, imports and reports."""
