"""Settings of the example portal: base, dev and production."""
