"""Persons, posts and who held which post when."""
