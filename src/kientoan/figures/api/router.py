"""The router that the modules of the figures' API share."""

from ninja import Router

router = Router(tags=["figures"])
