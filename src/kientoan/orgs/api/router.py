"""The one router of the register: operations at one address must stand in one router."""

from ninja import Router

router = Router(tags=["orgs"])
