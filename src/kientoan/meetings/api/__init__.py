"""Meetings, conclusions, proposals and submissions for programs."""

from kientoan.meetings.api import advice, concluding, holding, papers, proposals, reading, speaking
from kientoan.meetings.api.router import router

__all__ = ["advice", "concluding", "holding", "papers", "proposals", "reading", "router", "speaking"]
