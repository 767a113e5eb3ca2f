"""Vietnamese for what Wagtail's admin and Django's forms leave in English."""
