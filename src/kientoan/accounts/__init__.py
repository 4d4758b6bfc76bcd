"""Who signs in: users, one-time codes, tokens."""
