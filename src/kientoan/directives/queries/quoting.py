"""Whether orders or kept readings hold words of a document."""

from kientoan.directives.models import Directive
from kientoan.directives.models.reading import Reading
from kientoan.documents.models import Document


def quotes(document: Document) -> bool:
    """Whether an order or a reading came from the document: then it can no longer be given a secrecy mark."""
    return Directive.objects.filter(document=document).exists() or Reading.objects.filter(document=document).exists()
