"""What needs a person today, and the search over everything."""
