"""What staff ask of their projects: totals, disbursement, what is stale, what is missing."""
