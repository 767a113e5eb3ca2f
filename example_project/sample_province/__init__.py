"""The shell of a province: its colours, header and wording, above the package's own."""
