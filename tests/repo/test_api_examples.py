"""The commands of docs/how-to/use-the-api.md do what the page says."""

import io
import re
import shlex
import zipfile
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from kientoan.core.periods import Period
from kientoan.figures import actions
from kientoan.figures.models import FormIssue, FormTemplate, MergeRun
from kientoan.figures.tasks import merge_upload
from kientoan.orgs.models import Unit, UnitSpan
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
    if given.get("-F", "").startswith("files="):
        done = client.post(words[-1], {"files": SimpleUploadedFile("came-back.zip", came_back())})
        merge_upload.func(done.json()["id"])
        return done
    if "-F" in given:
        return client.post(words[-1], {"file": SimpleUploadedFile("units.csv", LIST.encode())})
    if "-d" in given:
        return client.post(words[-1], given["-d"], content_type=headers["Content-Type"])
    return client.get(words[-1])


def came_back() -> bytes:
    """A .zip with one workbook that cannot be taken in."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("half_year_commune-2017-H1-X1.xlsx", b"no workbook")
    return stream.getvalue()


def sent_out(city: dict[str, Unit]) -> FormIssue:
    """The forms that the page speaks of: the communes' is out, the cells' is in use."""
    actions.sync_starting_list(by=make.operator(), day=Period.parse("2017-H1").end)
    assert FormTemplate.objects.filter(code="half_year_cell").exists()
    return make.issue([city[code] for code in ("X1", "X2")])


def numbered(line: str, issue: FormIssue) -> str:
    """The line with the numbers that things have here in place of the page's."""
    line = line.replace("/submissions/12/", f"/submissions/{issue.submissions.first().pk}/")
    line = line.replace("/issues/3/", f"/issues/{issue.pk}/")
    return line.replace("/merges/7", f"/merges/{MergeRun.objects.last().pk}") if "/merges/7" in line else line


@pytest.mark.django_db
def test_the_examples_do_what_the_page_says(own_home):
    city = make.city()
    issue = sent_out(city)
    make.grant(make.account("huong.lt"), Role.HEAD, city["H2"])
    out = StringIO()
    [make_token] = [line for line in LINES if "tokens make" in line]
    call_command(*shlex.split(make_token)[1:], stdout=out)
    token = re.search(r"kt_\S+", out.getvalue())[0]
    found = {line: answer(numbered(line, issue), token).status_code for line in LINES if line.startswith("curl")}
    assert {line: status for line, status in found.items() if status not in (200, 202)} == {}
    assert len(found) >= 6
    assert UnitSpan.objects.filter(unit__code="X1", name="Đảng bộ xã Đông Thành").exists()
    assert UnitSpan.objects.filter(unit__code="X7").exists()
