"""Periodic reports: the official form, every number bound, and the check of what came back from Word."""
