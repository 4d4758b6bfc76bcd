"""What a directive is, how it is found in a text, and how its time is reckoned: pure, without Django, clock or files."""
