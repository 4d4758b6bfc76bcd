"""Name and order the sections of the documentation; MkDocs calls `on_nav`. A page needs no line anywhere: its folder places it."""

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

SECTIONS = {
    "vi": "Tiếng Việt",
    "tutorial": "Tutorial",
    "how-to": "How-to",
    "reference": "Reference",
    "explanation": "Explanation",
    "adr": "Decisions",
}


def folder_of(section: Section) -> str:
    """The folder of docs/ that a section was made from."""
    page = next(child for child in section.children if isinstance(child, Page))
    return page.file.src_uri.split("/")[0]


def place(item: object) -> int:
    """Where an entry of the top level stands: the front page first."""
    return list(SECTIONS).index(folder_of(item)) + 1 if isinstance(item, Section) else 0


def on_nav(nav: Navigation, **_: object) -> Navigation:
    """Give the sections their names and order."""
    nav.items.sort(key=place)
    for item in nav.items:
        if isinstance(item, Section):
            item.title = SECTIONS[folder_of(item)]
    return nav
