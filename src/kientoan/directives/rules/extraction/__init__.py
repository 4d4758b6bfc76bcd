"""Directives, deadlines, weak units and figures found in running Vietnamese text, by general rules of its administrative language."""
