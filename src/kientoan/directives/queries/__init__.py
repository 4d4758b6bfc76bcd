"""Reads of directives for pages, the API and reports."""
