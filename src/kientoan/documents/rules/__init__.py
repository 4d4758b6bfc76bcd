"""What a document is and how it is numbered; pure."""
