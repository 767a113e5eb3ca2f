"""Working schedules of leaders, week by week, for each body of a province."""
