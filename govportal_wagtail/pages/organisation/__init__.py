"""Pages on who governs: leaders, organisation, contacts of officials, the administrative map."""
