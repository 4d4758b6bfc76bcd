"""The Word edition: the official form to the millimetre, every bound figure in a content control."""

from .edition import render_docx
from .text import FIGURE_TAG, SECTION_TAG, figure_tag

__all__ = ["FIGURE_TAG", "SECTION_TAG", "figure_tag", "render_docx"]
