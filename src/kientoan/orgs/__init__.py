"""The register with a memory: units, their spans of time, bodies, grants."""
