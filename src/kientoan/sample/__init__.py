"""The sample city: the shape of a great city of 2017 with invented names only."""
