"""The register of organisations: reading names, importing files, the tree, duplicates, people."""
