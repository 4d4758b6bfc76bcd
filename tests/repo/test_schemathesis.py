"""Invented requests, many to each operation: never a server error, and every answer is one that the description has."""

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kientoan.api import api
from kientoan.orgs.rules.roles import Role
from kientoan.wsgi import application
from tests import make
from tests.api import caller

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CASES = 6  # of each operation, the same at each run


def described():
    """The description with the application behind it."""
    schema = schemathesis.openapi.from_dict(api.described())
    schema.app = application
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    return schema


SCHEMA = described()


@pytest.fixture
def token(db, own_home):
    """A program of the head of the small city, who may do everything there."""
    for signal in (request_started, request_finished):  # as Django's own client does: one connection for the test
        signal.disconnect(close_old_connections)
    city = make.city()
    yield caller(Role.HEAD, city["T"]).text
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@SCHEMA.parametrize()
@settings(
    max_examples=CASES,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_invented_request_breaks_the_api(case, token):
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
    cache.clear()  # the rate of a token is not what is tried here
    case.call_and_validate(checks=CHECKS)
