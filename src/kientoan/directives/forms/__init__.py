"""Requests of the pages of directives, parsed."""
