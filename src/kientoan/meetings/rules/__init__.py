"""What is true of meetings by themselves."""
