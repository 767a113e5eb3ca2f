"""What readers of the portal see of investment projects: lists, pages, charts, open data."""
