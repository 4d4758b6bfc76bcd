"""The API of the register: reads as of any day, operations, bodies, grants."""

from ninja import Router

from kientoan.orgs.api import operations, reach, reading

router = Router()
for part in (reading, operations, reach):
    router.add_router("", part.router)

__all__ = ["router"]
