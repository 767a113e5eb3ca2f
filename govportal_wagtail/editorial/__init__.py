"""An item's way to the public page: slip, moderation, publication, correction, takedown, log."""
