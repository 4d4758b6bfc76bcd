"""Where domains above say that they hold words of a document: such a one can be given no secrecy mark."""

from collections.abc import Callable
from typing import Any

from kientoan.core.registry import Registry

# document → whether something tells of its content
TELLS_CONTENT: Registry[Callable[[Any], bool]] = Registry("what tells the content of a document")
