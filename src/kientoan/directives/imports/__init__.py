"""Files that directives come from: running text, annex tables and scans."""

from kientoan.directives.imports.files import read_file

__all__ = ["read_file"]
