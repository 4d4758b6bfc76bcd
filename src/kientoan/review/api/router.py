"""The router that the modules of the review's API share."""

from ninja import Router

router = Router(tags=["review"])
