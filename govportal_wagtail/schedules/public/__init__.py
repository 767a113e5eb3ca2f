"""What everybody reads of the schedules: pages, calendars, feeds, open data."""
