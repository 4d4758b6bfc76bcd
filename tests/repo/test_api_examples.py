"""The commands of docs/how-to/use-the-api.md do what the page says."""

import re
import shlex
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from kientoan.orgs.models import UnitSpan
from kientoan.orgs.rules.roles import Role
from tests import make
from tools.contracts import ROOT

PAGE = (ROOT / "docs" / "how-to" / "use-the-api.md").read_text(encoding="utf-8")
LINES = [
    line for block in re.findall(r"```\n(.*?)```", PAGE, re.DOTALL) for line in block.replace("\\\n", "").splitlines()
]
LIST = "code,name,kind,sector,parent_code,valid_from\nX7,Đảng bộ xã Mới,base_committee,commune,H2,2017-07-01\n"


def answer(line: str, token: str):
    """What the server answers to a curl command."""
    words = shlex.split(line.replace("$TOKEN", token).replace("$KT", "/api/v1"))[1:]
    options = [(words[n], words[n + 1]) for n in range(0, len(words) - 1, 2)]
    headers = dict(value.split(": ", 1) for option, value in options if option == "-H")
    client = Client(headers={"Authorization": headers["Authorization"]})
    given = dict(options)
    if "-F" in given:
        return client.post(words[-1], {"file": SimpleUploadedFile("units.csv", LIST.encode())})
    if "-d" in given:
        return client.post(words[-1], given["-d"], content_type=headers["Content-Type"])
    return client.get(words[-1])


@pytest.mark.django_db
def test_the_examples_do_what_the_page_says():
    city = make.city()
    make.grant(make.account("huong.lt"), Role.HEAD, city["H2"])
    out = StringIO()
    [make_token] = [line for line in LINES if "tokens make" in line]
    call_command(*shlex.split(make_token)[1:], stdout=out)
    token = re.search(r"kt_\S+", out.getvalue())[0]
    found = {line: answer(line, token).status_code for line in LINES if line.startswith("curl")}
    assert {line: status for line, status in found.items() if status != 200} == {}
    assert len(found) >= 6
    assert UnitSpan.objects.filter(unit__code="X1", name="Đảng bộ xã Đông Thành").exists()
    assert UnitSpan.objects.filter(unit__code="X7").exists()
