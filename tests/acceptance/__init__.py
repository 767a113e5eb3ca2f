"""What the owner of a portal demands, asked of the whole product."""
