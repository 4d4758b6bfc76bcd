"""Figures that come in files: plain sheets, and the workbooks of a form."""
