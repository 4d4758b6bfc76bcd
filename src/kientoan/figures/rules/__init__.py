"""What figures are and which identities they keep; pure."""
