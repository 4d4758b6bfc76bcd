"""Measurements with their targets: `make bench`, or `make bench ONLY=review` for a part. See benchmarks/runner.py."""
