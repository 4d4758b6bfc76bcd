"""Pure rules of reports: the document model, its two renderers, and the checks of a file's figures."""
