"""Who may do what on which site: roles, scope, permission policies, accounts."""
